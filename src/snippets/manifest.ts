// The manifest of all snippets: what the build writes and the companion loads.
import { readFile, writeFile } from 'node:fs/promises';
import type { Manifest, ManifestPage, Snippet } from './snippet.ts';

export type { Manifest, ManifestPage, Snippet, SnippetKind } from './snippet.ts';

/**
 * Scans the pages below a project's folder, see scan.ts. The parser is loaded only here, as reading a manifest has no
 * need for it (0.3 s).
 * @throws PageMistakes naming file and line of everything that is wrong
 */
export async function scanManifest(root: string): Promise<Manifest> {
	const scan = await import('./scan.ts');
	return scan.scanManifest(root);
}

/** Writes a manifest as JSON. */
export async function writeManifest(file: string, manifest: Manifest): Promise<void> {
	await writeFile(file, `${JSON.stringify(manifest, null, '\t')}\n`);
}

/** Reads what {@link writeManifest} wrote. */
export async function readManifest(file: string): Promise<Manifest> {
	const { pages }: Manifest = JSON.parse(await readFile(file, 'utf8'));
	// References come from the browser: without a prototype, `__proto__` and `constructor` are no pages.
	return { pages: Object.assign<Record<string, ManifestPage>, typeof pages>(Object.create(null), pages) };
}

/** Finds a snippet by its reference, e.g. `docker0#d0-3`. */
export function findSnippet(manifest: Manifest, reference: string): Snippet | undefined {
	const [page, id, ...rest] = reference.split('#');
	if (rest.length > 0) return undefined;
	return manifest.pages[page]?.snippets.find((snippet) => snippet.id === id);
}
