// What a page has proven of its blocks when each was played alone: kept beside its recordings, so that `npm test` plays again only
// pages that have changed since. `npm run record` plays all, always.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ManifestPage } from '../snippets/snippet.ts';
import { root } from '../system/setup.mjs';
import { recordingsFolder } from '../transcript/recording.ts';

/** Whether a page's blocks, as they are now, have been played alone without a fault. */
export function provenAlone(page: ManifestPage): boolean {
	const file = proofFile(page);
	return existsSync(file) && readFileSync(file, 'utf8').trim() === digestOf(page);
}

/** Keeps whether they were. */
export async function keepProof(page: ManifestPage, proven: boolean): Promise<void> {
	const file = proofFile(page);
	if (!proven) return rm(file, { force: true });
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, `${digestOf(page)}\n`);
}

function proofFile({ id }: ManifestPage): string {
	return join(root, recordingsFolder(id), 'alone.sha256');
}

/** Of all that decides how the blocks run: their prelude, code, order and options. Where they are in the file does not. */
function digestOf({ prelude, snippets }: ManifestPage): string {
	const blocks = snippets.map(({ file: _file, line: _line, ...snippet }) => snippet);
	return createHash('sha256')
		.update(JSON.stringify([prelude, blocks]))
		.digest('hex');
}
