// Placeholders are filled in, and numbers pick a plural form.
import { expect, test } from 'vitest';
import { fill, formFor } from '../../src/languages/template.ts';

test('every placeholder of a name is replaced', () => {
	expect(fill('{{met}} of {{all}}, {{all}}', { met: 0, all: 3 })).toBe('0 of 3, 3');
});

test('values are not templates, and a placeholder without a value stays', () => {
	expect(fill('{{a}} {{b}}', { a: '{{b}} $&' })).toBe('{{b}} $& {{b}}');
});

test('a number picks the plural form of its language', () => {
	const english = { one: 'one line', other: 'lines' };
	expect([1, 2, 0].map((lines) => formFor(lines, english, 'en'))).toEqual(['one line', 'lines', 'lines']);
	expect(formFor(1, { other: '줄' }, 'ko')).toBe('줄');
	expect(formFor(3, { one: 'řádek', few: 'řádky', other: 'řádků' }, 'cs')).toBe('řádky');
});
