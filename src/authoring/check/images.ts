// Every image exists and has an alternative text.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { MarkdownNode } from '../../snippets/fences.ts';
import type { CheckFinding } from './finding.ts';
import { elementsOf, lineOf, nodesOf, type PageFile } from './page-files.ts';

/** @param root the project's folder */
export function checkImages({ file, tree }: PageFile, root: string): CheckFinding[] {
	const nodes = nodesOf(tree);
	const definition = ({ identifier }: MarkdownNode) =>
		nodes.find((node) => node.type === 'definition' && node.identifier === identifier);
	const markdown = nodes
		.filter(({ type }) => type === 'image' || type === 'imageReference')
		.map((node) => ({
			line: lineOf(node),
			url: node.url ?? definition(node)?.url,
			silent: !node.alt?.trim(),
			// Astro bundles it, and cannot render the page without it.
			bundled: true,
			how: 'write ![what it shows](…)',
		}));
	const elements = elementsOf(tree)
		.filter(({ name }) => name === 'img')
		.map(({ line, attributes }) => ({
			line,
			url: attributes.src,
			silent: !('alt' in attributes),
			bundled: false,
			how: 'add alt="what it shows", or alt="" where it only decorates',
		}));
	return [...markdown, ...elements].flatMap(({ line, url = '', silent, how, bundled }) => {
		const meant = fileOf(url, file);
		return [
			...(silent ? [{ file, line, sentence: `the image ${url} has no alternative: ${how}.` }] : []),
			...(meant && !existsSync(join(root, meant))
				? [
						{
							file,
							line,
							sentence: `the image ${url} is not there: there is no ${meant}.`,
							fatal: bundled && !url.startsWith('/'),
						},
					]
				: []),
		];
	});
}

/** The file behind an address within the site; undefined for other sites. */
function fileOf(url: string, page: string): string | undefined {
	if (url === '' || /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(url)) return undefined;
	return url.startsWith('/') ? `public${url}` : join(dirname(page), url);
}
