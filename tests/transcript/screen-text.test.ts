// The text of an output is what a terminal shows of it; the quick way to it says what the terminal says, or leaves it to it.
import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emulatedText } from '../../src/transcript/emulated-text.ts';
import { readRecording } from '../../src/transcript/recording.ts';
import { screenText } from '../../src/transcript/screen-text.ts';
import { simpleText } from '../../src/transcript/simple-text.ts';
import { SCROLLBACK } from '../../src/transcript/terminal.ts';

const size = { cols: 80, rows: 24 };

describe('the text of an output', () => {
	test.each([
		['colours go', '\x1b[1;31mred\x1b[0m plain \x1b[38;5;120mgreen\x1b[m', 'red plain green'],
		['titles and links go', '\x1b]0;a title\x07one \x1b]8;;http://x\x1b\\two\x1b]8;;\x1b\\', 'one two'],
		['an unfinished string goes to the end', 'one\x1b]0;tit', 'one'],
		['a half-sent sequence goes', 'one\x1b[3', 'one'],
		['bracketed paste, cursor and character set switches go', '\x1b[?2004h\x1b[?25la\x1b(B\x1b=b\x1b[?25h', 'ab'],
		['line ends are one character', 'a\r\nb\r\nc', 'a\nb\nc'],
		['a line feed alone does not return', 'a\nb', 'a\n b'],
		['blanks at the ends of lines and blank lines at the end go', 'a  \r\n\r\nb \r\n\r\n', 'a\n\nb'],
		['a last line of blanks that were printed stays', 'a\r\n   ', 'a\n'],
		['a carriage return overwrites', '10%\r50%\r100%\r\ndone', '100%\ndone'],
		['a shorter line leaves the rest of a longer one', 'abcdef\rxy', 'xycdef'],
		['unless the line is erased', 'abcdef\r\x1b[Kxy', 'xy'],
		['backspace goes back', 'abx\bc', 'abc'],
		['tabs are blanks', 'docker0\t\t8000', 'docker0         8000'],
		['bells go', 'a\x07b\x00c\x7f', 'abc'],
		['a wrapped line is one line', `${'x'.repeat(200)}\r\ny`, `${'x'.repeat(200)}\ny`],
		['Hangul stays whole', '컨테이너\r\n브리지', '컨테이너\n브리지'],
		['nothing is nothing', '', ''],
		// From here on by the terminal.
		['a wrapped row that was erased is a line of its own', `${'x'.repeat(80)}yy\r\x1b[Kz`, `${'x'.repeat(80)}\nz`],
		['a wide character that finds half a place', `${'한'.repeat(40)}\r${'\t'.repeat(10)}글`, `${'한'.repeat(39)}  글`],
		['the cursor moves in its line', 'abc\x1b[2Dx\x1b[5Gy\x1b[2Cz', 'axc y  z'],
		[
			'the cursor moves up for a progress bar',
			'one: 1%\r\ntwo: 1%\r\n\x1b[2Aone: 9%\r\x1b[2Bend',
			'one: 9%\ntwo: 1%\nend',
		],
		['cursor address', 'a\r\nb\r\n\x1b[1;3Hx\x1b[4;1Hend', 'a x\nb\n\nend'],
		['clear screen', 'old\r\nlines\r\n\x1b[H\x1b[2Jnew', 'new'],
		['wide characters overwritten', '한국어\rab', 'ab국어'],
		['half a wide character overwritten', '한국어\rabc', 'abc 어'],
		['an emoji overwritten', 'a🐳b\rxy', 'xyb'],
		['characters deleted, erased and inserted', 'abcdef\r\x1b[2P\x1b[2C\x1b[1X\x1b[1@', 'cd  f'],
		['lines inserted and deleted', 'a\r\nb\r\nc\x1b[2;1H\x1b[Lnew\x1b[3;1H\x1b[M', 'a\nnew\nc'],
		['the cursor saved and restored', 'a\x1b7bc\x1b8x\x1b[su\x1b[uv', 'axv'],
		['a scroll region', 'a\r\nb\r\nc\r\nd\x1b[2;3r\x1b[3;1H\nnew', 'a\nc\nnew\nd'],
		['the alternate screen leaves no trace', 'a\r\n\x1b[?1049h\x1b[Hprogram\x1b[?1049lb', 'a\nb'],
		['a reset', 'old\r\n\x1bcnew', 'new'],
		['letters joined by accents', 'e\u0301x\r\n', 'e\u0301x'],
	])('%s', async (_, output, text) => {
		expect(await screenText(output, size)).toBe(text);
		expect(await screenText(new TextEncoder().encode(output), size)).toBe(text);
		expect(await emulatedText(output, size)).toBe(text);
	});

	test('bytes that are no text are what the terminal makes of them', async () => {
		expect(await screenText(new Uint8Array([0x61, 0xff, 0xc3, 0x62, 0xed, 0x95, 0x9c]), size)).toBe('ab한');
	});

	test('has the lines that the page no longer keeps', async () => {
		const lines = Array.from({ length: 2 * SCROLLBACK }, (_, n) => `line ${n}`);
		const output = lines.join('\r\n');
		expect(await screenText(output, size)).toBe(lines.join('\n'));
		expect(await emulatedText(output, size)).toBe(lines.join('\n'));
		const corrected = await screenText(`${output}\x1b[2Dxx`, size);
		expect(corrected.split('\n')).toEqual([...lines.slice(0, -1), `${lines.at(-1)?.slice(0, -2)}xx`]);
	});

	test.each([
		['what a program has cleared, scrollback and all', '\x1b[H\x1b[2J\x1b[3J'],
		['what a reset has cleared', '\x1bc'],
	])('does not have %s', async (_, clear) => {
		const many = 'old\r\n'.repeat(2 * SCROLLBACK);
		expect(await screenText(`${many}${clear}new\r\n${many}`, size)).toBe(`new\n${many.trimEnd().replaceAll('\r', '')}`);
	});

	test('has the lines that were printed between full-screen programs', async () => {
		const lines = Array.from({ length: 4000 }, (_, n) => `line ${n}`);
		const program = '\x1b[?1049h\x1b[Hprogram\x1b[?1049l';
		const output = Array.from({ length: 5 }, () => program + lines.map((line) => `${line}\r\n`).join('')).join('');
		expect((await screenText(output, size)).split('\n')).toEqual(Array.from({ length: 5 }, () => lines).flat());
	});
});

describe('no output holds up or ends the companion', () => {
	test.each(['b', 'I', 'Z', 'L', 'M', 'S', 'T', '@', 'P', 'X', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'd'])(
		'a sequence %s that asks for billions',
		{ timeout: 5000 },
		async (final) => {
			expect((await screenText(`x\x1b[2147483647${final}`, size)).length).toBeLessThan(80 * 24 * 2);
		},
	);

	test('an erasure up to the last cell of the first screen, at which xterm.js throws', async () => {
		expect(await screenText('a\x1b[24;80Hx\x1b[1J\r\nafter', size)).toMatch(/^a\n[\s\S]*\nafter$/);
		expect(await screenText('a\x1b[24;80Hx\x1b[?1J\r\nafter', size)).toMatch(/\nafter$/);
	});

	test('bytes of every kind', { timeout: 60_000 }, async () => {
		const pieces = fc.array(fc.oneof(fc.uint8Array(), fc.string({ unit: 'binary' }), outputs()), { maxLength: 8 });
		await fc.assert(
			fc.asyncProperty(pieces, screens, async (output, screen) => {
				const bytes = output.map((piece) => (typeof piece === 'string' ? new TextEncoder().encode(piece) : piece));
				const text = await screenText(new Uint8Array(bytes.flatMap((piece) => [...piece])), screen);
				expect(text).toBeTypeOf('string');
			}),
			{ numRuns: 150 },
		);
	});

	test('a mebibyte that moves the cursor leaves others their turns', { timeout: 30_000 }, async () => {
		const output = 'a line of text\r\n\x1b[A\x1b[B'.repeat(48_000);
		let longest = 0;
		let last = performance.now();
		const watch = setInterval(() => {
			longest = Math.max(longest, performance.now() - last);
			last = performance.now();
		}, 5);
		await screenText(output, size);
		clearInterval(watch);
		expect(longest).toBeLessThan(1000);
	});
});

describe('the quick way', () => {
	test('says what the terminal says, or nothing', { timeout: 120_000 }, async () => {
		let quick = 0;
		let all = 0;
		await fc.assert(
			fc.asyncProperty(fc.oneof(outputs(), simpleOutputs()), screens, async (output, screen) => {
				all += 1;
				const text = simpleText(output, screen.cols);
				if (text === undefined) return;
				quick += 1;
				expect(text).toBe(await emulatedText(output, screen));
			}),
			{ numRuns: 1000 },
		);
		// Of a property that hardly ever applies nothing would follow.
		expect(quick / all).toBeGreaterThan(0.3);
	});

	test('knows how wide characters are', { timeout: 60_000 }, async () => {
		const wrong: string[] = [];
		for (let first = 0x20; first < 0x10000; first += 4096) {
			const characters = Array.from({ length: 4096 }, (_, n) => String.fromCharCode(first + n));
			const known = characters.filter((character) => simpleText(`a${character}b`, 10) !== undefined);
			// Behind a tab stop a wider character would push `b` away.
			const output = known.map((character) => `${character}\tb`).join('\r\n');
			const [quick, real] = [
				simpleText(output, 20)?.split('\n'),
				(await emulatedText(output, { cols: 20, rows: 5 })).split('\n'),
			];
			const wraps = known.map((character) => `${character.repeat(5)}b`).join('\r\n');
			const [folded, reallyFolded] = [simpleText(wraps, 5), await emulatedText(wraps, { cols: 5, rows: 5 })];
			if (folded !== reallyFolded) wrong.push(`${first.toString(16)}…`);
			wrong.push(...known.filter((_, n) => quick?.[n] !== real[n]));
		}
		expect(wrong).toEqual([]);
	});

	test('is the way of every recording, and says what the terminal says', { timeout: 60_000 }, async () => {
		const recordings = globSync('content/docs/**/*.cast').map((file) => readRecording(readFileSync(file, 'utf8')));
		expect(recordings.length).toBeGreaterThan(100);
		for (const { title, events, width, height } of recordings) {
			const output = events.map(([, text]) => text).join('');
			expect.soft(simpleText(output, width), title).toBe(await emulatedText(output, { cols: width, rows: height }));
		}
	});

	test('takes time in proportion to what was printed', () => {
		const once = (lines: number) => {
			const started = performance.now();
			simpleText('\x1b[32mline\x1b[0m of text\r\n'.repeat(lines), 80);
			return performance.now() - started;
		};
		// The quickest counts: a busy machine may hold up any of them.
		const time = (lines: number) => Math.min(once(lines), once(lines), once(lines));
		time(10_000);
		// Ten times the lines: a time that grows with the square would be a hundred times as long.
		expect(time(100_000)).toBeLessThan(50 * time(10_000));
	});
});

const screens = fc.record({ cols: fc.integer({ min: 1, max: 40 }), rows: fc.integer({ min: 1, max: 8 }) });

const words = fc.oneof(
	fc.string({ maxLength: 12 }),
	fc.string({ unit: fc.constantFrom(...'한국어漢字かな　'), maxLength: 8 }),
	fc.constantFrom(
		'   ',
		'──┬─',
		'→ §',
		'e\u0301',
		'🐳',
		'👩‍👩‍👧',
		'x'.repeat(50),
		'가'.repeat(30),
		'\u00a0',
		'\u202e',
		'\ufeff',
		'é',
	),
);

/** What an ordinary command prints, and nothing else. */
function simpleOutputs(): fc.Arbitrary<string> {
	const plain = fc.oneof(
		fc.string({ maxLength: 12 }),
		fc.string({ unit: fc.constantFrom(...'한국어漢字かな　'), maxLength: 8 }),
		fc.constantFrom('   ', '──┬─', '→ §', 'x'.repeat(50), '가'.repeat(30), '\u00a0', 'é'),
	);
	const controls = fc.constantFrom('\r\n', '\r\n', '\n', '\r', '\b', '\t', '\x07', '\x1b[K', '\r\x1b[0K', '\r\t');
	const looks = fc.constantFrom(
		'\x1b[1;31m',
		'\x1b[m',
		'\x1b[41m',
		'\x1b[?25l',
		'\x1b(B',
		'\x1b]0;t\x07',
		'\x1b]8;;x\x1b\\',
	);
	return pieces(plain, controls, looks);
}

/** What any program may print. */
function outputs(): fc.Arbitrary<string> {
	const controls = fc.constantFrom(
		...'\r\n\b\t\x07\x0b\x0c\x0e\x0f\x00\x7f\x84\x85\x88\x8d\x9b\x90\x9c\x18',
		'\r\n',
		'\r\n',
	);
	const number = fc.oneof(
		fc.constant(''),
		fc.integer({ min: 0, max: 12 }).map(String),
		fc.constantFrom('500', '2147483647'),
	);
	const motion = fc
		.tuple(number, number, fc.constantFrom(...'ABCDEFGHIJKLMPSTXZ@bdefgsu`ar'))
		.map(([one, two, final]) => `\x1b[${one}${'Hfr'.includes(final) && two ? `;${two}` : ''}${final}`);
	const modes = fc
		.tuple(
			fc.constantFrom('4', '20', '?5', '?6', '?7', '?25', '?45', '?47', '?1047', '?1048', '?1049', '?2004'),
			fc.constantFrom('h', 'l'),
		)
		.map((mode) => `\x1b[${mode.join('')}`);
	const escapes = fc.constantFrom(
		'\x1b7',
		'\x1b8',
		'\x1bD',
		'\x1bE',
		'\x1bH',
		'\x1bM',
		'\x1bc',
		'\x1b#8',
		'\x1b(0',
		'\x1b(B',
		'\x1b[!p',
		'\x1b[?J',
		'\x1b[?1J',
		'\x1b[2J',
		'\x1b[3J',
	);
	const strings = fc.constantFrom(
		'\x1b]0;title\x07',
		'\x1b]8;;http://x\x1b\\',
		'\x1bPq\x1b\\',
		'\x1b_x\x1b\\',
		'\x1b]0;open',
		'\x1b[',
		'\x1b',
	);
	const looks = fc.constantFrom('\x1b[1;31m', '\x1b[m', '\x1b[41m', '\x1b[38:2::1:2:3m');
	return pieces(words, words, controls, motion, modes, escapes, strings, looks);
}

function pieces(...kinds: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
	return fc.array(fc.oneof(...kinds), { maxLength: 40 }).map((parts) => parts.join(''));
}
