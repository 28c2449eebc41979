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
					const told = html.replaceAll(
						/<(?:run|folded)-snippet data-snippet="([^"]*)"/g,
						(tag, reference) => tag + attributesOf(reference, manifest, folder),
					);
					if (told !== html) await writeFile(file, told);
				}
			},
		},
	};
}

function attributesOf(reference: string, manifest: Manifest, folder: string): string {
	const rows = recordedRows(join(folder, 'recordings', `${reference.replace('#', '/')}.cast`));
	const expects = (findSnippet(manifest, reference)?.expect.length ?? 0) > 0;
	return (rows === undefined ? '' : ` data-rows="${rows}"`) + (expects ? ' data-expects' : '');
}

/** Lines of recorded output, without the blank ones at its end; undefined where nothing was recorded. */
function recordedRows(file: string): number | undefined {
	if (!existsSync(file)) return undefined;
	const text = recordedText(readRecording(readFileSync(file, 'utf8'))).trimEnd();
	return text === '' ? 0 : text.split('\n').length;
}
