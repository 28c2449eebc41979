import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MarkParser, type ShellEvent } from '../../../src/lab/shell/marks.ts';

const KEY = 'abc123';
const mark = (body: string) => `\x1b]133;${body};k=${KEY}\x07`;

/** All events of a text that arrives in the given pieces; adjacent bytes are joined. */
function parse(pieces: Buffer[]): ShellEvent[] {
	const parser = new MarkParser(KEY);
	const events: ShellEvent[] = [];
	for (const event of pieces.flatMap((piece) => parser.parse(piece))) {
		const last = events.at(-1);
		if (event.type === 'bytes' && last?.type === 'bytes') last.bytes = Buffer.concat([last.bytes, event.bytes]);
		else events.push(event.type === 'bytes' ? { ...event } : event);
	}
	return events;
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
			fc.property(fc.array(piece), fc.array(fc.nat(40), { minLength: 1 }), (pieces, cuts) => {
				// A final byte that starts no sequence, so that nothing is held back at the end.
				const whole = Buffer.from(`${pieces.join('')}${'.'.repeat(100)}`);
				const parts: Buffer[] = [];
				for (let at = 0, turn = 0; at < whole.length; turn++) {
					const size = (cuts[turn % cuts.length] ?? 0) + 1;
					parts.push(whole.subarray(at, at + size));
					at += size;
				}
				expect(parse(parts)).toEqual(parse([whole]));
			}),
		);
	});
});
