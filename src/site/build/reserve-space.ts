// Writes into each block of a built page how much space its result needs, so that nothing moves when output arrives: the number of
// recorded lines, and whether it has an expectation (src/client/blocks/reserved-space.ts reserves the space).
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../../snippets/manifest.ts';
import { snippetReference } from '../../snippets/snippet.ts';
import { readRecording, recordedText, recordingPath } from '../../transcript/recording.ts';
import { attribute, type BuiltPage, type Edit, setAttribute } from './built-page.ts';

/** The space that a snippet's result needs. */
interface Space {
	/** Lines of recorded output, without trailing blank ones; undefined without a recording. */
	rows?: number;
	expects: boolean;
}

/** By the snippet's reference, e.g. `docker0#d0-3`. */
export type Spaces = ReadonlyMap<string, Space>;

/** @param root the project's root folder, which contains the recordings */
export async function readSpaces(root: string, manifest: Manifest): Promise<Spaces> {
	const snippets = Object.values(manifest.pages).flatMap((page) => page.snippets);
	const spaces = snippets.map(async ({ page, id, expect }): Promise<[string, Space]> => {
		const rows = await recordedRows(join(root, recordingPath(page, id)));
		return [snippetReference(page, id), { rows, expects: expect.length > 0 }];
	});
	return new Map(await Promise.all(spaces));
}

export function reserveSpace({ elements }: BuiltPage, spaces: Spaces): Edit[] {
	return elements
		.filter(({ tagName }) => tagName === 'run-snippet' || tagName === 'folded-snippet')
		.flatMap((element) => {
			const space = spaces.get(attribute(element, 'data-snippet') ?? '');
			return [
				space?.rows === undefined ? [] : setAttribute(element, 'data-rows', String(space.rows)),
				space?.expects ? setAttribute(element, 'data-expects', '') : [],
			].flat();
		});
}

async function recordedRows(file: string): Promise<number | undefined> {
	if (!existsSync(file)) return undefined;
	const text = await recordedText(readRecording(await readFile(file, 'utf8')));
	return text === '' ? 0 : text.split('\n').length;
}
