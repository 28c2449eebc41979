// What a check reports about a file, and the edit that fixes it.
import type { Finding } from '../../snippets/read-page.ts';

/** A range of a file and its replacement. Offsets are in UTF-16 units. */
export interface Edit {
	start: number;
	end: number;
	text: string;
}

export interface CheckFinding extends Finding {
	/** A warning does not make the check fail. */
	warning?: boolean;
	/** The page cannot be shown at all. */
	fatal?: boolean;
	/** The edit that fixes it without changing what the page says. */
	fix?: Edit;
}

/** Applies edits from the end backwards. An edit that overlaps a later one is left for the next round. */
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
