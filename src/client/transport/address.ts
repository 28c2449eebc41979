// Where the site lies on its host, and which page an address means.

/** The path below which the site lies, without a slash at its end: empty, or e.g. `/underbridge`. */
export const base = import.meta.env.BASE_URL.replace(/\/$/, '');

/** The page of a path, without its language, as snippets name it: `docker0`. */
export function pageOf(path: string): string {
	const below = path.startsWith(`${base}/`) ? path.slice(base.length) : path;
	return (
		below
			.replace(/\/index\.html$/, '/')
			.replace(/^\/ko(?=\/|$)/, '')
			.replace(/^\/+|\/+$/g, '') || 'index'
	);
}
