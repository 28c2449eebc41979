// Tells each block of the built pages how much room its result takes, so that nothing moves when output arrives: the number of
// lines that were recorded, and whether it has an expectation (client/blocks/reserved-space.ts makes the room).
import { existsSync, readFileSync } from 'node:fs';
import { glob, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { findSnippet, type Manifest, parseManifest } from '../../snippets/manifest.ts';
import { readRecording, recordedText } from '../../transcript/recording.ts';

/** The integration for `astro.config.mjs`, after the one that writes manifest and recordings. */
export function rooms(): AstroIntegration {
	return {
		name: 'underbridge-rooms',
		hooks: {
			'astro:build:done': async ({ dir }) => {
				const folder = fileURLToPath(dir);
				const manifest = parseManifest(await readFile(join(folder, 'snippets.json'), 'utf8'));
				for await (const path of glob('**/*.html', { cwd: folder })) {
					const file = join(folder, path);
					const html = await readFile(file, 'utf8');
					const blocks = /<(?:run|folded)-snippet data-snippet="([^"]*)"/g;
					const references = new Set([...html.matchAll(blocks)].map(([, reference = '']) => reference));
					const attributes = new Map<string, string>();
					for (const reference of references)
						attributes.set(reference, await attributesOf(reference, manifest, folder));
					const told = html.replaceAll(blocks, (tag, reference) => tag + attributes.get(reference));
					if (told !== html) await writeFile(file, told);
				}
			},
		},
	};
}

async function attributesOf(reference: string, manifest: Manifest, folder: string): Promise<string> {
	const rows = await recordedRows(join(folder, 'recordings', `${reference.replace('#', '/')}.cast`));
	const expects = (findSnippet(manifest, reference)?.expect.length ?? 0) > 0;
	return (rows === undefined ? '' : ` data-rows="${rows}"`) + (expects ? ' data-expects' : '');
}

/** Lines of recorded output, without the blank ones at its end; undefined where nothing was recorded. */
async function recordedRows(file: string): Promise<number | undefined> {
	if (!existsSync(file)) return undefined;
	const text = await recordedText(readRecording(readFileSync(file, 'utf8')));
	return text === '' ? 0 : text.split('\n').length;
}
