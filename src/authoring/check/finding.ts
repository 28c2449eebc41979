// What a check says about a file, and what may be done about it by machine.
import type { Finding } from '../../snippets/read-page.ts';

/** A stretch of a file and what belongs there. Offsets are in UTF-16 units. */
export interface Edit {
	start: number;
	end: number;
	text: string;
}

export interface CheckFinding extends Finding {
	/** Worth knowing, and no reason to fail. */
	warning?: boolean;
	/** With it the page cannot be shown at all. */
	fatal?: boolean;
	/** What mends it without changing what the page says. */
	fix?: Edit;
}

/** Makes all edits that do not touch one another; those that do are left for the next round. */
export function applyEdits(text: string, edits: Edit[]): string {
	let result = text;
	let before = text.length;
	for (const { start, end, text: replacement } of edits.toSorted((a, b) => b.start - a.start)) {
		if (end > before) continue;
		result = result.slice(0, start) + replacement + result.slice(end);
		before = start;
	}
	return result;
}

/** The line of an offset, counted from 1. */
export function lineAt(text: string, offset: number): number {
	return text.slice(0, offset).split('\n').length;
}
