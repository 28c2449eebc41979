// The parser of a shell's marks: it finds real marks and passes forged ones on, however the bytes are split.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MarkParser, type ShellEvent } from '../../../src/lab/shell/marks.ts';

const KEY = 'abc123';
const mark = (body: string) => `\x1b]133;${body};k=${KEY}\x07`;

/** All events of bytes that arrive in these pieces; adjacent byte events are joined. */
function parse(pieces: Buffer[]): ShellEvent[] {
	const parser = new MarkParser(KEY);
	const events: ShellEvent[] = [];
	for (const event of pieces.flatMap((piece) => parser.parse(piece))) {
		const last = events.at(-1);
		if (event.type === 'bytes' && last?.type === 'bytes') last.bytes = Buffer.concat([last.bytes, event.bytes]);
		else events.push('bytes' in event ? { ...event, bytes: Buffer.from(event.bytes) } : event);
	}
	return events;
}

/** Splits bytes into pieces; each is one byte longer than the next number. */
function split(whole: Buffer, cuts: Iterator<number>): Buffer[] {
	const pieces: Buffer[] = [];
	for (let at = 0; at < whole.length; ) {
		const end = at + cuts.next().value + 1;
		pieces.push(whole.subarray(at, end));
		at = end;
	}
	return pieces;
}

describe('the marks of a shell', () => {
	it('are taken out of the bytes around them', () => {
		const text = `echo\x1b[?2004l\r${mark('C')}hi\r\n${mark('D;3')}prompt${mark('P')}`;
		expect(parse([Buffer.from(text)])).toEqual([
			{ type: 'bytes', bytes: Buffer.from('echo') },
			{ type: 'line-editor', on: false, bytes: Buffer.from('\x1b[?2004l') },
			{ type: 'bytes', bytes: Buffer.from('\r') },
			{ type: 'command' },
			{ type: 'bytes', bytes: Buffer.from('hi\r\n') },
			{ type: 'done', status: 3 },
			{ type: 'bytes', bytes: Buffer.from('prompt') },
			{ type: 'more' },
		]);
	});

	it('tell the prompt, with the last status', () => {
		expect(parse([Buffer.from(`${mark('A;7')}root@lab:~# `)])).toEqual([
			{ type: 'prompt', status: 7 },
			{ type: 'bytes', bytes: Buffer.from('root@lab:~# ') },
		]);
	});

	it('without the shell’s key are a program’s own bytes', () => {
		const forged = '\x1b]133;D;0;k=guess\x07\x1b]133;C\x07\x1b]133;D;0\x1b\\';
		expect(parse([Buffer.from(`${forged}.`)])).toEqual([{ type: 'bytes', bytes: Buffer.from(`${forged}.`) }]);
	});

	it('are told from whatever a program prints, forged ones too, however the bytes are split', () => {
		const forged = fc.oneof(
			fc.stringMatching(/^[0-9a-f]{6}$/).filter((key) => key !== KEY),
			fc.constantFrom('', KEY.slice(1), `${KEY} `, `${KEY};k=`, KEY.toUpperCase(), `;k=${KEY}\x1b`),
		);
		const body = fc.oneof(fc.constantFrom('C', 'H', 'P', 'D;0', 'A;0', 'B', ''), fc.string());
		const printed = fc.oneof(
			fc.uint8Array({ maxLength: 200 }).map(Buffer.from),
			fc.tuple(body, forged).map(([body, key]) => Buffer.from(`\x1b]133;${body};k=${key}\x07`)),
			// The beginning of a mark, or of a line-editor switch, before a real mark.
			fc
				.tuple(fc.constantFrom(mark('D;0').slice(0, -1), '\x1b[?2004h'), fc.nat(30))
				.map(([text, cut]) => Buffer.from(text.slice(0, cut))),
		);
		const marks = {
			C: { type: 'command' },
			H: { type: 'history' },
			P: { type: 'more' },
			'D;3': { type: 'done', status: 3 },
			'A;3': { type: 'prompt', status: 3 },
		};
		const real = fc.constantFrom(...Object.entries(marks));
		// The key is secret: output that contains it by chance cannot come from a program.
		const output = fc
			.array(printed)
			.map((pieces) => Buffer.concat(pieces))
			.filter((bytes) => !bytes.includes(`k=${KEY}\x07`));
		fc.assert(
			fc.property(fc.array(fc.tuple(output, real)), fc.infiniteStream(fc.nat(40)), (pieces, cuts) => {
				const sent = pieces.flatMap(([bytes, [letter]]) => [bytes, Buffer.from(mark(letter))]);
				// Every byte of a program's output appears between the marks unchanged.
				const expected = pieces.flatMap(([bytes, [, event]]) => [bytes.toString('hex'), event]);
				const found: unknown[] = [''];
				for (const event of parse(split(Buffer.concat(sent), cuts))) {
					if ('bytes' in event) found.push(found.pop() + Buffer.from(event.bytes).toString('hex'));
					else found.push(event, '');
				}
				expect(found).toEqual([...expected, '']);
			}),
		);
	});

	it('mean the same however the bytes are split', () => {
		const piece = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.constantFrom(
				mark('C'),
				mark('D;0'),
				mark('D;127'),
				mark('P'),
				mark('A;0'),
				'\x1b[?2004h',
				'\x1b[31m한글\x1b[0m',
				'\x1b]133;D;0\x07',
				'\x1b',
			),
		);
		fc.assert(
			fc.property(fc.array(piece), fc.infiniteStream(fc.nat(40)), (pieces, cuts) => {
				// The final byte starts no sequence, so that the parser holds nothing back.
				const whole = Buffer.from(`${pieces.join('')}${'.'.repeat(100)}`);
				expect(parse(split(whole, cuts))).toEqual(parse([whole]));
			}),
		);
	});
});
