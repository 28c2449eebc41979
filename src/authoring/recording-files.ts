// The recordings of a page, in a folder beside it: reads, compares, writes and removes them.
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
	recordingsFolder,
	writeRecording,
} from '../transcript/recording.ts';
import { SIZE } from './player.ts';
import type { SnippetResult } from './prove-page.ts';

/** Unchanged lines shown around a difference. */
const CONTEXT = 1;

function recordingFile(page: string, id: string): string {
	return join(root, recordingPath(page, id));
}

/** A snippet's recording; undefined before the first one. */
export function recordingOf(page: string, id: string): Recording | undefined {
	const file = recordingFile(page, id);
	return existsSync(file) ? readRecording(readFileSync(file, 'utf8')) : undefined;
}

/** A recording of a snippet that has just ended. */
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
 * A diff of two recordings: lines that begin with `-`, `+` or a blank. Values that differ in every run are masked on both sides.
 * @returns undefined when the same lines occur in any order: Docker often sorts by random ids
 */
export async function changes(old: Recording, fresh: Recording): Promise<string[] | undefined> {
	const [before, after] = [maskedGist(await recordedText(old)), maskedGist(await recordedText(fresh))];
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
	const folder = join(root, recordingsFolder(page));
	const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.cast')) : [];
	const found = files.map((name) => name.replace(/\.cast$/, ''));
	const others = found.filter((id) => !ids.includes(id));
	await Promise.all(others.map((id) => rm(recordingFile(page, id))));
	return others;
}
