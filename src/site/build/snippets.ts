// What a build must do about snippets: refuse mistakes before anything is rendered, write the manifest, prove that
// pages and manifest name the same snippets, and bring their recordings.
import { createHash } from 'node:crypto';
import { cp, glob, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { scanManifest } from '../../authoring/scan.ts';
import { formatManifest, type Manifest } from '../../snippets/manifest.ts';
import { snippetReference } from '../../snippets/snippet.ts';

/** The folders whose code decides what a fence looks like on its page. */
const sources = ['../../snippets', '../../transcript', '../blocks'].map((path) =>
	fileURLToPath(new URL(path, import.meta.url)),
);

/** The integration for `astro.config.mjs`: writes `dist/snippets.json` and `dist/recordings/PAGE/ID.cast`. */
export function snippets(): AstroIntegration {
	let root = '';
	let manifest: Manifest;
	return {
		name: 'underbridge-snippets',
		hooks: {
			'astro:config:setup': async ({ config, command }) => {
				root = fileURLToPath(config.root);
				addToCacheKey(config, await hashOfSources());
				if (command === 'build') manifest = await scanManifest(root);
			},
			'astro:build:done': async ({ dir }) => {
				const folder = fileURLToPath(dir);
				await compareWithPages(folder, manifest);
				await writeFile(join(folder, 'snippets.json'), formatManifest(manifest));
				await copyRecordings(root, folder);
			},
		},
	};
}

/**
 * Rendered .md pages are cached between builds under a key that knows the Markdown processor's plugins but not
 * Expressive Code's: a plugin that does nothing carries the hash of our sources into it.
 */
function addToCacheKey(config: { markdown: { processor: { options: unknown } } }, hash: string): void {
	const { hastPlugins } = config.markdown.processor.options as { hastPlugins: { name: string }[] };
	hastPlugins.push({ name: `underbridge-snippets-${hash}` });
}

async function hashOfSources(): Promise<string> {
	const hash = createHash('sha256');
	for (const folder of sources) {
		const names = await Array.fromAsync(glob('*.ts', { cwd: folder }));
		for (const name of names.sort()) hash.update(await readFile(join(folder, name)));
	}
	return hash.digest('hex').slice(0, 12);
}

/** The recordings beside the English pages, which all languages share. */
async function copyRecordings(root: string, folder: string): Promise<void> {
	const pages = join(root, 'content/docs');
	for await (const path of glob('**/*.recordings/*.cast', { cwd: pages })) {
		const [page, name] = path.replaceAll('\\', '/').split('.recordings/');
		await cp(join(pages, path), join(folder, 'recordings', page, name));
	}
}

/** @throws Error naming every snippet that a language's pages lack, or show without the manifest knowing it */
async function compareWithPages(folder: string, manifest: Manifest): Promise<void> {
	const known = Object.values(manifest.pages)
		.flatMap((page) => page.snippets)
		.filter(({ runnable }) => runnable)
		.map(({ page, id }) => snippetReference(page, id));
	const shown: Record<string, Set<string>> = { en: new Set(), ko: new Set() };
	for await (const path of glob('**/*.html', { cwd: folder })) {
		const html = await readFile(join(folder, path), 'utf8');
		const language = /^ko[\\/]/.test(path) ? 'ko' : 'en';
		for (const [, name] of html.matchAll(
			/<(?:run-snippet|folded-snippet|lab-check|lab-break)[^>]*\sdata-snippet="([^"]*)"/g,
		))
			shown[language].add(name);
	}
	const differences = Object.entries(shown).flatMap(([language, names]) => [
		...known.filter((name) => !names.has(name)).map((name) => `${name} is on no page (${language})`),
		...[...names].filter((name) => !known.includes(name)).map((name) => `${name} is not in the manifest (${language})`),
	]);
	if (differences.length > 0) throw new Error(`Pages and manifest differ: ${differences.join('; ')}.`);
}
