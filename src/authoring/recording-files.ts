// The recordings of a page, in a folder beside it: which one is where, and whether a new one says anything new.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from '../system/setup.mjs';
import { diffLines } from '../transcript/line-diff.ts';
import { maskedGist } from '../transcript/mask.ts';
import {
	condense,
	type Recording,
	readRecording,
	recordedText,
	recordingPath,
	writeRecording,
} from '../transcript/recording.ts';
import { SIZE, type SnippetResult } from './prove-page.ts';

/** Lines of sameness shown around a difference. */
const CONTEXT = 1;

/** The file of a snippet's recording. */
function recordingFile(page: string, id: string): string {
	return join(root, recordingPath(page, id));
}

/** A snippet's recording, if it was ever recorded. */
export function recordingOf(page: string, id: string): Recording | undefined {
	const file = recordingFile(page, id);
	return existsSync(file) ? readRecording(readFileSync(file, 'utf8')) : undefined;
}

/** Makes a recording of what a snippet did just now. */
export function recordingFrom({ snippet, events, exit, duration }: SnippetResult, engine: string): Recording {
	return {
		width: SIZE.cols,
		height: SIZE.rows,
		timestamp: Math.round((Date.now() - duration) / 1000),
		title: `${snippet.page}#${snippet.id}`,
		engine,
		exit,
		duration: duration / 1000,
		...condense(events),
	};
}

/**
 * What a new recording shows that the old one did not, as lines that begin with `-`, `+` or a blank; what differs by nature
 * is masked on both sides.
 * @returns undefined when they say the same, if in another order: Docker sorts much by random ids
 */
export function changes(old: Recording, fresh: Recording): string[] | undefined {
	const before = maskedGist(recordedText(old).trimEnd());
	const after = maskedGist(recordedText(fresh).trimEnd());
	const same = before.toSorted().join('\n') === after.toSorted().join('\n');
	if (same && old.exit === fresh.exit) return undefined;
	const exits = old.exit === fresh.exit ? [] : [`- exit ${old.exit}`, `+ exit ${fresh.exit}`];
	const rows = diffLines(before, after).map((row) => {
		if (row.before === undefined) return `+ ${after[row.after ?? 0]}`;
		return `${row.after === undefined ? '-' : ' '} ${before[row.before]}`;
	});
	const changed = rows.map((row) => row[0] !== ' ');
	return [...exits, ...rows.filter((_, n) => changed.slice(Math.max(0, n - CONTEXT), n + CONTEXT + 1).includes(true))];
}

export async function saveRecording(page: string, id: string, recording: Recording): Promise<void> {
	const file = recordingFile(page, id);
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, writeRecording(recording));
}

/** Removes the recordings of snippets that the page no longer has. @returns Their ids. */
export async function removeOthers(page: string, ids: string[]): Promise<string[]> {
	const folder = dirname(recordingFile(page, ''));
	const found = existsSync(folder) ? readdirSync(folder).map((name) => name.replace(/\.cast$/, '')) : [];
	const others = found.filter((id) => !ids.includes(id));
	await Promise.all(others.map((id) => rm(recordingFile(page, id))));
	return others;
}
