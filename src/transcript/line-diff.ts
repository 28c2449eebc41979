// Two texts side by side, by line: which lines they share, and which only one of them has.
import { diffArrays } from 'diff';

/** A row of the comparison: the indices of the lines that stand in it; a missing one is a gap on that side. */
export interface DiffRow {
	before?: number;
	after?: number;
}

/**
 * Lines that may differ, on both sides together. jsdiff's time grows with the square of this number (2000: about half a
 * second); nobody reads line by line texts that differ in more.
 */
const MOST_EDITS = 2000;

/**
 * Equal lines share a row, and every other line has one of its own. Texts that differ too much share what they have in
 * common at their beginning and at their end.
 */
export function diffLines(before: string[], after: string[]): DiffRow[] {
	const changes = diffArrays(before, after, { maxEditLength: MOST_EDITS }) ?? ends(before, after);
	const rows: DiffRow[] = [];
	let left = 0;
	let right = 0;
	for (const { added, removed, count } of changes) {
		for (let n = 0; n < count; n++) {
			if (added) rows.push({ after: right++ });
			else if (removed) rows.push({ before: left++ });
			else rows.push({ before: left++, after: right++ });
		}
	}
	return rows;
}

interface Change {
	count: number;
	added: boolean;
	removed: boolean;
}

function ends(before: string[], after: string[]): Change[] {
	const shorter = Math.min(before.length, after.length);
	let start = 0;
	while (start < shorter && before[start] === after[start]) start++;
	let end = 0;
	while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
	return [
		{ count: start, added: false, removed: false },
		{ count: before.length - start - end, added: false, removed: true },
		{ count: after.length - start - end, added: true, removed: false },
		{ count: end, added: false, removed: false },
	];
}
