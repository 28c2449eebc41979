// Checks that the built pages and the manifest name the same snippets, in every language.
import type { Manifest } from '../../snippets/manifest.ts';
import { snippetReference } from '../../snippets/snippet.ts';
import { attribute, type BuiltPage } from './built-page.ts';

const elementsOfSnippets = new Set(['run-snippet', 'folded-snippet', 'lab-check', 'lab-break']);

/** The references of a page's snippets. */
export function shownSnippets({ elements }: BuiltPage): string[] {
	return elements
		.filter(({ tagName }) => elementsOfSnippets.has(tagName))
		.flatMap((element) => attribute(element, 'data-snippet') ?? []);
}

/**
 * @param shown the references on the pages, by language
 * @throws Error that names every snippet missing from a language's pages or from the manifest
 */
export function compareWithManifest(shown: ReadonlyMap<string, ReadonlySet<string>>, manifest: Manifest): void {
	const known = Object.values(manifest.pages)
		.flatMap((page) => page.snippets)
		.filter(({ runnable }) => runnable)
		.map(({ page, id }) => snippetReference(page, id));
	const differences = [...shown].flatMap(([language, names]) => [
		...known.filter((name) => !names.has(name)).map((name) => `${name} is on no page (${language})`),
		...[...names].filter((name) => !known.includes(name)).map((name) => `${name} is not in the manifest (${language})`),
	]);
	if (differences.length > 0) throw new Error(`Pages and manifest differ: ${differences.join('; ')}.`);
}
