// Which page an address means.
import { texts } from '../texts/of-head.ts';
import { base } from './base.ts';

/** Where the pages of this page's language begin. */
const start = base + texts.path;

/** The page of a path in this page's language, without its language, as snippets name it: `docker0`. */
export function pageOf(path: string): string {
	const below = `${path}/`.startsWith(`${start}/`) ? path.slice(start.length) : path;
	return below.replace(/\/index\.html$/, '/').replace(/^\/+|\/+$/g, '') || 'index';
}
