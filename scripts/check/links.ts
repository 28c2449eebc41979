// Links within the site: pages and anchors that exist, in the language of the page, written as the site serves them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckFinding } from './finding.ts';
import { elementsOf, lineOf, nodesOf, type PageFile } from './source.ts';

interface Link {
	url: string;
	line: number;
	/** Where the link is in the source; undefined in the frontmatter. */
	start?: number;
	end?: number;
}

/** @param root the project's folder, for the files in public/ */
export function checkLinks(page: PageFile, pages: PageFile[], root: string): CheckFinding[] {
	return linksOf(page).flatMap((link) => {
		const { sentence, right } = judge(link.url, page, pages, root) ?? {};
		if (!sentence) return [];
		return {
			file: page.file,
			line: link.line,
			sentence,
			fix: right === undefined ? undefined : replace(page, link, right),
		};
	});
}

function linksOf({ tree, frontmatter, source }: PageFile): Link[] {
	const inText = nodesOf(tree).flatMap((node) => {
		if ((node.type !== 'link' && node.type !== 'definition') || node.url === undefined) return [];
		return { url: node.url, line: lineOf(node), start: node.position?.start.offset, end: node.position?.end.offset };
	});
	const inElements = elementsOf(tree).flatMap(({ attributes, node }) => {
		if (attributes.href === undefined) return [];
		return {
			url: attributes.href,
			line: lineOf(node),
			start: node.position?.start.offset,
			end: node.position?.end.offset,
		};
	});
	const { actions = [] } = (frontmatter.hero ?? {}) as { actions?: { link?: string }[] };
	const inHero = actions.flatMap(({ link }) => {
		if (typeof link !== 'string') return [];
		return { url: link, line: source.split('\n').findIndex((line) => line.includes(`link: ${link}`)) + 1 || 1 };
	});
	return [...inText, ...inElements, ...inHero];
}

/** What is wrong with a link, and, where that is certain, what it should be. */
function judge(
	url: string,
	page: PageFile,
	pages: PageFile[],
	root: string,
): { sentence: string; right?: string } | undefined {
	if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(url)) return undefined;
	const [, path = '', anchor] = /^([^#?]*)(?:\?[^#]*)?(?:#(.*))?$/.exec(url) ?? [];
	if (path === '') return anchor === undefined || hasAnchor(page, anchor) ? undefined : noAnchor(anchor, page);
	if (!path.startsWith('/'))
		return {
			sentence: `the link ${url} depends on where it stands: write it from the root, such as ${address('docker0', page.language)}.`,
		};
	if (existsSync(join(root, 'public', path)) && path !== '/') return undefined;

	const [language, id] = splitAddress(path);
	const english = pages.find((other) => other.id === id && other.language === 'en');
	if (!english) return { sentence: `the link ${url} leads to no page: there is no content/docs/${id}.mdx.` };
	const right = address(id, page.id === '404' ? language : page.language) + (anchor === undefined ? '' : `#${anchor}`);
	// The page for what is not found is one for all languages.
	if (language !== page.language && page.id !== '404') {
		return { sentence: `the link ${url} leads to the page in another language: write ${right}.`, right };
	}
	const target = pages.find((other) => other.id === id && other.language === language) ?? english;
	if (anchor !== undefined && !hasAnchor(target, anchor)) return noAnchor(anchor, target);
	return path === address(id, language)
		? undefined
		: { sentence: `the link ${url} is not the page's address: write ${right}.`, right };
}

function hasAnchor(page: PageFile, anchor: string): boolean {
	return page.broken || page.anchors.has(decodeURIComponent(anchor));
}

function noAnchor(anchor: string, { file, anchors }: PageFile): { sentence: string } {
	const known = [...anchors].filter((name) => name !== '_top').join(', ') || 'none';
	return { sentence: `#${decodeURIComponent(anchor)} is no heading of ${file} (its anchors: ${known}).` };
}

function splitAddress(path: string): [language: string, id: string] {
	const [, korean, id] = /^\/(?:(ko)(?=\/|$))?\/?(.*?)\/?$/.exec(path) ?? [];
	return [korean ?? 'en', id || 'index'];
}

function address(id: string, language: string): string {
	const path = id === 'index' ? '' : `${id}/`;
	return language === 'en' ? `/${path}` : `/${language}/${path}`;
}

function replace({ source }: PageFile, { url, start, end }: Link, text: string) {
	if (start === undefined || end === undefined) return undefined;
	// The address stands behind the link's text, and before the content of an element.
	const within = source.slice(start, end);
	const at = within.startsWith('<') ? within.indexOf(url) : within.lastIndexOf(url);
	return at < 0 ? undefined : { start: start + at, end: start + at + url.length, text };
}
