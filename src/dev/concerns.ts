// Decides whether a mistake is shown at an address. Runs in the browser and on the server.
import { folderOf } from '../languages/language.ts';
import { pageOfSource } from '../snippets/snippet.ts';

/**
 * A translation also shows the mistakes of its English page, whose blocks it runs.
 * @param path the address's path, e.g. `/ko/veth/`
 * @param file the mistake's file, e.g. `content/docs/veth.mdx`
 * @param languages tags of all languages
 */
export function concerns(path: string, file: string, languages: readonly string[]): boolean {
	const trimmed = path.replace(/^\/+|\/+$/g, '');
	const isHome = languages.some((language) => folderOf(language) === trimmed);
	const page = isHome ? `${trimmed}/index`.replace(/^\//, '') : trimmed;
	return [page, pageOfSource(page, languages).id].includes(file.replace(/^content\/docs\/|\.mdx?$/g, ''));
}
