// The only pass over the built HTML: reads and parses each page once, applies all steps, and writes it once.
import { glob, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../../snippets/manifest.ts';
import { pageOfSource } from '../../snippets/snippet.ts';
import { withBase } from './base.ts';
import { applyEdits, type BuiltPage, readBuiltPage } from './built-page.ts';
import { withPolicy } from './csp.ts';
import { reserveSpace, type Spaces } from './reserve-space.ts';
import { compareWithManifest, shownSnippets } from './shown-snippets.ts';

/** The inputs of the steps. */
export interface Site {
	manifest: Manifest;
	spaces: Spaces;
	/** The path where the host serves the site: Astro's `base`. */
	base: string;
	languages: readonly string[];
}

/**
 * Returns a page's final HTML. All steps see the page as parsed. None of them adds a script, so the policy's hashes match the
 * final page.
 */
function finishPage(page: BuiltPage, { spaces, base }: Pick<Site, 'spaces' | 'base'>): string {
	return applyEdits(page.html, [...reserveSpace(page, spaces), ...withBase(page, base), withPolicy(page)]);
}

/**
 * Finishes every page below a folder.
 *
 * @throws Error when pages and manifest name different snippets, or a page cannot be finished
 */
export async function finishHtml(folder: string, site: Site): Promise<void> {
	const shown = new Map(site.languages.map((language) => [language, new Set<string>()]));
	for await (const path of glob('**/*.html', { cwd: folder })) {
		const file = join(folder, path);
		const page = readBuiltPage(await readFile(file, 'utf8'));
		for (const name of shownSnippets(page)) shown.get(pageOfSource(path, site.languages).language)?.add(name);
		await writeFile(file, finished(path, page, site));
	}
	compareWithManifest(shown, site.manifest);
}

function finished(path: string, page: BuiltPage, site: Site): string {
	try {
		return finishPage(page, site);
	} catch (error) {
		throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
	}
}
