// Adds the base to links, for a host that serves the site below its root, such as GitHub Pages. Our pages and components write links
// from the site's root (/docker0/); the links that Astro and Starlight write already have the base.
import { attribute, type BuiltPage, type Edit, setAttribute } from './built-page.ts';

/** Elements whose attributes may link to files of the site. */
const elementsWithLinks = new Set([
	'a',
	'area',
	'audio',
	'embed',
	'iframe',
	'image',
	'img',
	'link',
	'source',
	'track',
	'use',
	'video',
]);

const attributesWithLinks = ['href', 'src', 'poster'];

/** @param base Astro's `base`, e.g. `/underbridge`, with or without a trailing slash */
export function withBase({ elements }: BuiltPage, base: string): Edit[] {
	const prefix = base.replace(/\/$/, '');
	if (prefix === '') return [];
	const lacksIt = (url: string) => /^\/(?!\/)/.test(url) && url !== prefix && !url.startsWith(`${prefix}/`);
	return elements
		.filter(({ tagName }) => elementsWithLinks.has(tagName))
		.flatMap((element) =>
			attributesWithLinks.flatMap((name) => {
				const url = attribute(element, name);
				return url !== undefined && lacksIt(url) ? setAttribute(element, name, prefix + url) : [];
			}),
		);
}
