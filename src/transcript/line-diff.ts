// Two texts side by side, by line: which lines they share, and which only one of them has.

/** A row of the comparison: the indices of the lines that stand in it; a missing one is a gap on that side. */
export interface DiffRow {
	before?: number;
	after?: number;
}

/** Longer texts than this are paired line by line, since the table below grows with the square; in lines. */
const MOST_LINES = 2000;

/** Compares by the longest common subsequence: equal lines share a row, and every other line has one of its own. */
export function diffLines(before: string[], after: string[]): DiffRow[] {
	if (Math.max(before.length, after.length) > MOST_LINES) return paired(before, after);
	// common(i, j): how many lines before[i…] and after[j…] share, in order.
	const width = after.length + 1;
	const table = new Uint16Array((before.length + 1) * width);
	const common = (i: number, j: number): number => table[i * width + j] ?? 0;
	for (let i = before.length - 1; i >= 0; i--) {
		for (let j = after.length - 1; j >= 0; j--) {
			table[i * width + j] =
				before[i] === after[j] ? common(i + 1, j + 1) + 1 : Math.max(common(i + 1, j), common(i, j + 1));
		}
	}
	const rows: DiffRow[] = [];
	let i = 0;
	let j = 0;
	while (i < before.length || j < after.length) {
		if (i < before.length && j < after.length && before[i] === after[j]) rows.push({ before: i++, after: j++ });
		else if (j === after.length || (i < before.length && common(i + 1, j) >= common(i, j + 1)))
			rows.push({ before: i++ });
		else rows.push({ after: j++ });
	}
	return rows;
}

function paired(before: string[], after: string[]): DiffRow[] {
	return Array.from({ length: Math.max(before.length, after.length) }, (_, n): DiffRow[] => {
		if (before[n] === after[n]) return [{ before: n, after: n }];
		return [...(n < before.length ? [{ before: n }] : []), ...(n < after.length ? [{ after: n }] : [])];
	}).flat();
}
