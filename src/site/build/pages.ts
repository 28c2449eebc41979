// The integration for `astro.config.mjs`. Before a build renders the pages, it fails on authors' mistakes; afterwards it writes the
// files that the pages need and finishes their HTML.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { scanManifest } from '../../authoring/scan.ts';
import { readLanguages } from '../../languages/on-disk.ts';
import type { Manifest } from '../../snippets/manifest.ts';
import { finishHtml } from './finish-html.ts';
import { readSpaces } from './reserve-space.ts';
import { addToCacheKey, copyRecordings, writeManifest } from './snippets.ts';

export function pages(): AstroIntegration {
	let root = '';
	let base = '';
	let manifest: Manifest;
	return {
		name: 'underbridge-pages',
		hooks: {
			'astro:config:setup': async ({ config, command }) => {
				root = fileURLToPath(config.root);
				await addToCacheKey(config);
				if (command === 'build') manifest = await scanManifest(root);
			},
			'astro:config:done': ({ config }) => {
				base = config.base;
			},
			'astro:build:done': async ({ dir }) => {
				const folder = fileURLToPath(dir);
				// Otherwise a link to that page would look like one that already has the base.
				if (base.replaceAll('/', '') !== '' && existsSync(join(folder, base))) {
					throw new Error(`The base ${base} is the address of a page as well.`);
				}
				await writeManifest(manifest, folder);
				await copyRecordings(root, folder);
				const spaces = await readSpaces(root, manifest);
				await finishHtml(folder, { manifest, spaces, base, languages: readLanguages() });
			},
		},
	};
}
