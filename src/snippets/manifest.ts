// Serialises the manifest of all snippets: the build writes it, the companion loads it.
import type { Manifest, ManifestPage, Snippet } from './snippet.ts';

export type { Manifest, Snippet } from './snippet.ts';

/** Formats a manifest as JSON for {@link parseManifest}. */
export function formatManifest(manifest: Manifest): string {
	return `${JSON.stringify(manifest, null, '\t')}\n`;
}

/**
 * Parses the JSON of {@link formatManifest}.
 * @throws SyntaxError when it is not JSON
 */
export function parseManifest(json: string): Manifest {
	const { pages }: Manifest = JSON.parse(json);
	// References come from the browser. Without a prototype, `__proto__` and `constructor` find nothing.
	return { pages: Object.assign<Record<string, ManifestPage>, typeof pages>(Object.create(null), pages) };
}

/** Finds a snippet by its reference, e.g. `docker0#d0-3`. */
export function findSnippet(manifest: Manifest, reference: string): Snippet | undefined {
	const [page, id, ...rest] = reference.split('#');
	if (page === undefined || id === undefined || rest.length > 0) return undefined;
	return manifest.pages[page]?.snippets.find((snippet) => snippet.id === id);
}
