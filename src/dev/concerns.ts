// Which page's mistakes are shown at an address. In the browser and on the server.

/**
 * A translation shows the blocks of the English page, so its mistakes are the translation's too.
 * @param path of the address, e.g. `/ko/veth/`
 * @param file of the mistake, e.g. `content/docs/veth.mdx`
 */
export function concerns(path: string, file: string): boolean {
	const trimmed = path.replace(/^\/+|\/+$/g, '');
	const page = trimmed === 'ko' ? 'ko/index' : trimmed || 'index';
	return [page, page.replace(/^ko\//, '')].includes(file.replace(/^content\/docs\/|\.mdx?$/g, ''));
}
