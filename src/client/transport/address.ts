// Where the site lies on its host, and which page an address means.
import { texts } from '../texts/of-head.ts';

/** The path below which the site lies, without a slash at its end: empty, or e.g. `/underbridge`. */
export const base = import.meta.env.BASE_URL.replace(/\/$/, '');

/** Where the pages of this page's language begin. */
const start = base + texts.path;

/** The page of a path in this page's language, without its language, as snippets name it: `docker0`. */
export function pageOf(path: string): string {
	const below = `${path}/`.startsWith(`${start}/`) ? path.slice(start.length) : path;
	return below.replace(/\/index\.html$/, '/').replace(/^\/+|\/+$/g, '') || 'index';
}
