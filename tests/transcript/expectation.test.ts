// What an expect fence says, held against output.
import { describe, expect, test } from 'vitest';
import { evaluate, expectationLines } from '../../src/transcript/expectation.ts';

const met = (line: string, text: string) => evaluate([line], text)[0]?.met;

describe('an expectation', () => {
	test('is one regular expression a line; blank lines say nothing', () => {
		expect(expectationLines('^lo\\s\n\n  \n!error\n')).toEqual(['^lo\\s', '!error']);
	});

	test('matches at line ends, and a dot stays in its line', () => {
		expect(met('^docker0\\s+DOWN$', 'lo UNKNOWN\ndocker0  DOWN\neth0 UP')).toBe(true);
		expect(met('lo.*eth0', 'lo\neth0')).toBe(false);
		expect(met('lo\\neth0', 'lo\neth0')).toBe(true);
	});

	test('with a leading ! must not match; an escaped ! is itself', () => {
		expect(evaluate(['!error'], 'all well')).toEqual([{ pattern: 'error', negated: true, met: true }]);
		expect(met('!error', 'an error')).toBe(false);
		expect(met('\\!', 'Hello!')).toBe(true);
	});

	test('says of each line whether it is met', () => {
		expect(evaluate(['a', 'b', '!c'], 'ac').map((line) => line.met)).toEqual([true, false, false]);
	});
});
