// A site that a host serves from below its root, such as a project's page on GitHub. Pages and components write their links from
// the site's root (/docker0/), and here these get the base in front of them. What Astro and Starlight write has it already.
import { attribute, type BuiltPage, type Edit, setAttribute } from './built-page.ts';

/** Elements that lead to, or show, something of the site. */
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

/** @param base as Astro has it, e.g. `/underbridge`; a slash at its end makes no difference */
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
