// Build steps for snippets: writes the manifest, copies the recordings, and extends the key of the page cache.
import { createHash } from 'node:crypto';
import { cp, glob, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatManifest, type Manifest } from '../../snippets/manifest.ts';

/** The folders whose code and texts determine how a fence is rendered. */
const sources = ['../../../content/i18n', '../../languages', '../../snippets', '../../transcript', '../blocks'].map(
	(path) => fileURLToPath(new URL(path, import.meta.url)),
);

/**
 * Adds a hash of our sources to the cache key of rendered .md pages. The key covers the Markdown processor's plugins but not
 * Expressive Code's, so a plugin that does nothing carries the hash in its name.
 */
export async function addToCacheKey(config: { markdown: { processor: { options: unknown } } }): Promise<void> {
	const { hastPlugins } = config.markdown.processor.options as { hastPlugins: { name: string }[] };
	hastPlugins.push({ name: `underbridge-snippets-${await hashOfSources()}` });
}

async function hashOfSources(): Promise<string> {
	const hash = createHash('sha256');
	for (const folder of sources) {
		const names = await Array.fromAsync(glob('*.{json,ts}', { cwd: folder }));
		for (const name of names.sort()) hash.update(await readFile(join(folder, name)));
	}
	return hash.digest('hex').slice(0, 12);
}

/** Writes `snippets.json`, which the companion loads. */
export async function writeManifest(manifest: Manifest, folder: string): Promise<void> {
	await writeFile(join(folder, 'snippets.json'), formatManifest(manifest));
}

/** Copies the recordings beside the English pages, which all languages share, to `recordings/PAGE/ID.cast`. */
export async function copyRecordings(root: string, folder: string): Promise<void> {
	const pages = join(root, 'content/docs');
	for await (const path of glob('**/*.recordings/*.cast', { cwd: pages })) {
		const [page = '', name = ''] = path.replaceAll('\\', '/').split('.recordings/');
		await cp(join(pages, path), join(folder, 'recordings', page, name));
	}
}
