// Terminal bytes as the text that a terminal would show.
import { describe, expect, test } from 'vitest';
import { plainText } from '../../src/transcript/plain-text.ts';

describe('plain text', () => {
	test.each([
		['colours go', '\x1b[1;31mred\x1b[0m plain \x1b[38;5;120mgreen\x1b[m', 'red plain green'],
		['titles and links go', '\x1b]0;a title\x07one \x1b]8;;http://x\x1b\\two\x1b]8;;\x1b\\', 'one two'],
		['an unfinished string goes to the end', 'one\x1b]0;tit', 'one'],
		['a half-sent sequence goes', 'one\x1b[3', 'one'],
		['bracketed paste, cursor and character set switches go', '\x1b[?2004h\x1b[?25la\x1b(B\x1b=b\x1b[?25h', 'ab'],
		['line ends are one character', 'a\r\nb\nc', 'a\nb\nc'],
		['a carriage return overwrites', '10%\r50%\r100%\r\ndone', '100%\ndone'],
		['a shorter line leaves the rest of a longer one', 'abcdef\rxy', 'xycdef'],
		['unless the line is erased', 'abcdef\r\x1b[Kxy', 'xy'],
		['backspace goes back', 'abx\bc', 'abc'],
		['tabs stay', 'docker0\t\t8000', 'docker0\t\t8000'],
		['bells go', 'a\x07b\x00c\x7f', 'abc'],
		[
			'the cursor moves up for a progress bar',
			'one: 1%\r\ntwo: 1%\r\n\x1b[2Aone: 9%\r\x1b[2Bend',
			'one: 9%\ntwo: 1%\nend',
		],
		['the cursor moves in its line', 'abc\x1b[2Dx\x1b[5Gy\x1b[2Cz', 'axc y  z'],
		['Hangul stays whole', '컨테이너\r\n브리지', '컨테이너\n브리지'],
		['nothing is nothing', '', ''],
	])('%s', (_, bytes, text) => {
		expect(plainText(bytes)).toBe(text);
	});

	test('one sequence cannot ask for gigabytes', () => {
		expect(plainText('\x1b[999999999Cx\x1b[999999999Gy\x1b[999999999Bz').length).toBeLessThan(2100);
	});

	test('takes time in proportion to what was printed', () => {
		const once = (lines: number) => {
			const started = performance.now();
			plainText('\x1b[32mline\x1b[0m of text\r\n'.repeat(lines));
			return performance.now() - started;
		};
		// The quickest counts: a busy machine may hold up any of them.
		const time = (lines: number) => Math.min(once(lines), once(lines), once(lines));
		time(5000);
		// Ten times the lines: a time that grows with the square would be a hundred times as long.
		expect(time(50_000)).toBeLessThan(50 * time(5000));
	});
});
