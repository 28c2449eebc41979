// Two texts side by side, however long they are.
import { expect, test } from 'vitest';
import { diffLines } from '../../src/transcript/line-diff.ts';

const LINES = 10_000;
const long = Array.from({ length: LINES }, (_, n) => `line ${n}`);

test('equal lines share a row, and each other line has a row of its own', () => {
	expect(diffLines(['a', 'b', 'c'], ['a', 'x', 'c', 'd'])).toEqual([
		{ before: 0, after: 0 },
		{ before: 1 },
		{ after: 1 },
		{ before: 2, after: 2 },
		{ after: 3 },
	]);
	expect(diffLines([], ['a'])).toEqual([{ after: 0 }]);
	expect(diffLines([], [])).toEqual([]);
});

test('a line more at the beginning of a long text is one difference', () => {
	const rows = diffLines(long, ['new', ...long]);
	expect(rows).toHaveLength(LINES + 1);
	expect(rows.filter((row) => row.before === undefined || row.after === undefined)).toEqual([{ after: 0 }]);
});

test('differences all over a long text are found, each at its place', () => {
	const rows = diffLines(
		long,
		long.map((line, n) => (n % 20 === 0 ? `changed ${n}` : line)),
	);
	expect(rows.filter((row) => row.after === undefined).map((row) => row.before)).toEqual(
		Array.from({ length: LINES / 20 }, (_, n) => n * 20),
	);
	expect(rows).toHaveLength(LINES + LINES / 20);
});

test('long texts that have nothing in common but their ends are told apart in time', { timeout: 5000 }, () => {
	const other = long.map((line, n) => (n === 0 || n === LINES - 1 ? line : `other ${line}`));
	const rows = diffLines(long, other);
	expect(rows.filter((row) => row.before === row.after)).toEqual([
		{ before: 0, after: 0 },
		{ before: LINES - 1, after: LINES - 1 },
	]);
	expect(rows).toHaveLength(2 * LINES - 2);
});
