// Where the site lies on its host, and which page an address means.
import { pathOf } from '../../languages/language.ts';

/** The path below which the site lies, without a slash at its end: empty, or e.g. `/underbridge`. */
export const base = import.meta.env.BASE_URL.replace(/\/$/, '');

/** The page of a path in this page's language, without its language, as snippets name it: `docker0`. */
export function pageOf(path: string): string {
	const below = without(pathOf(document.documentElement.lang), without(base, path));
	return below.replace(/\/index\.html$/, '/').replace(/^\/+|\/+$/g, '') || 'index';
}

function without(start: string, path: string): string {
	return `${path}/`.startsWith(`${start}/`) ? path.slice(start.length) : path;
}
