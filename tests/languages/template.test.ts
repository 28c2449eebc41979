// Texts are filled in, and take the form that a number asks for.
import { expect, test } from 'vitest';
import { fill, formFor } from '../../src/languages/template.ts';

test('places are filled in by name, as often as they stand there', () => {
	expect(fill('{{met}} of {{all}}, {{all}}', { met: 0, all: 3 })).toBe('0 of 3, 3');
});

test('what is filled in is no template, and a place without a value stays', () => {
	expect(fill('{{a}} {{b}}', { a: '{{b}} $&' })).toBe('{{b}} $& {{b}}');
});

test('a number takes the form that the language has for it', () => {
	const english = { one: 'one line', other: 'lines' };
	expect([1, 2, 0].map((lines) => formFor(lines, english, 'en'))).toEqual(['one line', 'lines', 'lines']);
	expect(formFor(1, { other: '줄' }, 'ko')).toBe('줄');
	expect(formFor(3, { one: 'řádek', few: 'řádky', other: 'řádků' }, 'cs')).toBe('řádky');
});
