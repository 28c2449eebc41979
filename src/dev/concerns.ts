// Which page's mistakes are shown at an address. In the browser and on the server.
import { folderOf } from '../languages/language.ts';
import { pageOfSource } from '../snippets/snippet.ts';

/**
 * A translation shows the blocks of the English page, so its mistakes are the translation's too.
 * @param path of the address, e.g. `/ko/veth/`
 * @param file of the mistake, e.g. `content/docs/veth.mdx`
 * @param languages of all pages
 */
export function concerns(path: string, file: string, languages: readonly string[]): boolean {
	const trimmed = path.replace(/^\/+|\/+$/g, '');
	const isHome = languages.some((language) => folderOf(language) === trimmed);
	const page = isHome ? `${trimmed}/index`.replace(/^\//, '') : trimmed;
	return [page, pageOfSource(page, languages).id].includes(file.replace(/^content\/docs\/|\.mdx?$/g, ''));
}
