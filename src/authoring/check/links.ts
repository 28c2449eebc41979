// Links within the site lead to existing pages and anchors, in the page's own language, in the form that the site serves.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf, ORIGINAL, pathOf } from '../../languages/language.ts';
import { readLanguages } from '../../languages/on-disk.ts';
import { pageOfSource } from '../../snippets/snippet.ts';
import type { CheckFinding } from './finding.ts';
import { elementsOf, lineOf, nodesOf, type PageFile } from './page-files.ts';

const languages = readLanguages();

interface Link {
	url: string;
	line: number;
	/** Offset of the address in the source; undefined in the frontmatter. */
	start?: number;
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
	const nodes = nodesOf(tree);
	const ofImages = new Set(nodes.flatMap(({ type, identifier }) => (type === 'imageReference' ? identifier : [])));
	const inText = nodes.flatMap((node) => {
		const isLink = node.type === 'link' || (node.type === 'definition' && !ofImages.has(node.identifier));
		if (!isLink || node.url === undefined) return [];
		// The address follows the link's text, or the definition's name.
		const text = node.children?.at(-1)?.position?.end ?? node.position?.start;
		return { url: node.url, line: lineOf(node), start: addressAfter(/\](?:\(|:)\s*<?/, source, text?.offset) };
	});
	const inElements = elementsOf(tree).flatMap(({ attributes: { href }, line, start }) =>
		href === undefined ? [] : { url: href, line, start: addressAfter(/\bhref\s*=\s*["']?/, source, start) },
	);
	const { actions = [] } = (frontmatter.hero ?? {}) as { actions?: { link?: string }[] };
	const inHero = actions.flatMap(({ link }) => {
		if (typeof link !== 'string') return [];
		return { url: link, line: source.split('\n').findIndex((line) => line.includes(`link: ${link}`)) + 1 || 1 };
	});
	return [...inText, ...inElements, ...inHero];
}

/** The offset after the first match at or after `from`. */
function addressAfter(before: RegExp, source: string, from = 0): number | undefined {
	const match = before.exec(source.slice(from));
	return match ? from + match.index + match[0].length : undefined;
}

/** What is wrong with a link, and the right address where it is certain; undefined for a good link. */
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
	const english = pages.find((other) => other.id === id && other.language === ORIGINAL);
	if (!english) return { sentence: `the link ${url} leads to no page: there is no content/docs/${id}.mdx.` };
	const right = address(id, page.id === '404' ? language : page.language) + (anchor === undefined ? '' : `#${anchor}`);
	// All languages share one 404 page.
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
	return page.broken || page.anchors.has(decoded(anchor));
}

function noAnchor(anchor: string, { file, anchors }: PageFile): { sentence: string } {
	const known = [...anchors].filter((name) => name !== '_top').join(', ') || 'none';
	return { sentence: `#${decoded(anchor)} is no heading of ${file} (its anchors: ${known}).` };
}

/** Decodes as a browser does: an invalid encoding stays as it is. */
function decoded(anchor: string): string {
	try {
		return decodeURIComponent(anchor);
	} catch {
		return anchor;
	}
}

function splitAddress(path: string): [language: string, id: string] {
	const below = path.replace(/^\/+|\/$/g, '');
	const home = languages.find((language) => language !== ORIGINAL && folderOf(language) === below);
	if (home) return [home, 'index'];
	const { language, id } = pageOfSource(below, languages);
	return [language, id || 'index'];
}

function address(id: string, language: string): string {
	const path = id === 'index' ? '' : `${id}/`;
	return `${pathOf(language)}/${path}`;
}

function replace({ source }: PageFile, { url, start }: Link, text: string) {
	// An address with escapes differs from the source text. A person has to fix that one.
	if (start === undefined || !source.startsWith(url, start)) return undefined;
	return { start, end: start + url.length, text };
}
