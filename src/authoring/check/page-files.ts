// Reads pages for the checks: source, tree, headings, and the anchors that a link may point to.
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Slugger from 'github-slugger';
import { Tokenizer } from 'parse5';
import { readLanguages } from '../../languages/on-disk.ts';
import { type Fence, type MarkdownNode, readPageSource } from '../../snippets/fences.ts';
import { pageOfSource } from '../../snippets/snippet.ts';

interface Heading {
	depth: number;
	text: string;
	line: number;
}

export interface PageFile {
	/** `docker0` */
	id: string;
	/** Language tag, e.g. `en`. */
	language: string;
	/** Relative to the project's root. */
	file: string;
	source: string;
	/** The page cannot be parsed, so all fields below are empty. src/authoring/scan.ts reports why. */
	broken: boolean;
	frontmatter: Record<string, unknown>;
	tree: MarkdownNode;
	fences: Fence[];
	headings: Heading[];
	/** Valid fragments of a link to this page. */
	anchors: Set<string>;
}

const folder = 'content/docs';

export async function readPages(root: string): Promise<PageFile[]> {
	const paths = await Array.fromAsync(glob('**/*.{md,mdx}', { cwd: join(root, folder) }));
	const languages = readLanguages();
	return Promise.all(
		paths
			.map((path) => path.replaceAll('\\', '/'))
			.sort()
			.map(async (path) => readPage(path, await readFile(join(root, folder, path), 'utf8'), languages)),
	);
}

function readPage(path: string, source: string, languages: string[]): PageFile {
	const page = { ...pageOfSource(path, languages), file: `${folder}/${path}`, source };
	try {
		const { frontmatter, fences, tree } = readPageSource(source, path.endsWith('.mdx') ? 'mdx' : 'md');
		const headings = nodesOf(tree)
			.filter(({ type }) => type === 'heading')
			.map((node) => ({ depth: depthOf(node), text: textOf(node), line: lineOf(node) }));
		const anchors = anchorsOf(tree, headings);
		return { ...page, broken: false, frontmatter, tree, fences, headings, anchors };
	} catch {
		const tree = { type: 'root' };
		return { ...page, broken: true, frontmatter: {}, tree, fences: [], headings: [], anchors: new Set() };
	}
}

/** Starlight's `_top`, the headings' slugs as Astro makes them, and the ids of elements. */
function anchorsOf(tree: MarkdownNode, headings: Heading[]): Set<string> {
	const slugger = new Slugger();
	const slugs = headings.map(({ text }) => slugger.slug(text));
	const named = elementsOf(tree).flatMap(({ attributes }) => attributes.id ?? []);
	return new Set(['_top', ...slugs, ...named]);
}

/** All nodes of a tree, in document order. */
export function nodesOf(node: MarkdownNode): MarkdownNode[] {
	return [node, ...(node.children ?? []).flatMap(nodesOf)];
}

/** A node's text without markup. */
export function textOf(node: MarkdownNode): string {
	return nodesOf(node)
		.filter(({ type }) => type === 'text' || type === 'inlineCode')
		.map(({ value }) => value)
		.join('');
}

/** The source text of a page outside of code, in pieces, each with its offset. */
export function proseOf({ tree, source }: PageFile): { text: string; offset: number }[] {
	return nodesOf(tree).flatMap(({ type, position }) => {
		if (type !== 'text' || !position) return [];
		return { text: source.slice(position.start.offset, position.end.offset), offset: position.start.offset };
	});
}

export function lineOf(node: MarkdownNode): number {
	return node.position?.start.line ?? 1;
}

/** A JSX element in .mdx, or an HTML element in .md. */
export interface PageElement {
	name: string;
	/** An expression (`alt={text}`) is undefined; an attribute without a value is ''. */
	attributes: Record<string, string | undefined>;
	line: number;
	/** The offset at which the opening tag begins, or a little before it. */
	start: number;
}

export function elementsOf(tree: MarkdownNode): PageElement[] {
	return nodesOf(tree).flatMap((node) => {
		if (node.type === 'html') return htmlElements(node);
		if (!node.type.startsWith('mdxJsx') || !node.name) return [];
		const attributes = (node.attributes as { name?: string; value?: unknown }[]).flatMap(({ name, value }) =>
			name ? [[name, typeof value === 'string' ? value : value === null ? '' : undefined]] : [],
		);
		const start = node.position?.start.offset ?? 0;
		return [{ name: node.name, attributes: Object.fromEntries(attributes), line: lineOf(node), start }];
	});
}

/** The opening tags in a piece of HTML. Another piece may close them, so there is no tree to parse. */
function htmlElements({ value = '', position }: MarkdownNode): PageElement[] {
	const elements: PageElement[] = [];
	const ignore = () => {};
	const tokenizer = new Tokenizer(
		{ sourceCodeLocationInfo: true },
		{
			onStartTag({ tagName, attrs, location }) {
				const from = location?.startOffset ?? 0;
				elements.push({
					// From the source, because the tokenizer lower-cases names and a component has a capital letter.
					name: value.slice(from + 1, from + 1 + tagName.length),
					attributes: Object.fromEntries(attrs.map((attr) => [attr.name, attr.value])),
					line: (position?.start.line ?? 1) + (location?.startLine ?? 1) - 1,
					start: (position?.start.offset ?? 0) + from,
				});
			},
			onEndTag: ignore,
			onComment: ignore,
			onDoctype: ignore,
			onEof: ignore,
			onCharacter: ignore,
			onNullCharacter: ignore,
			onWhitespaceCharacter: ignore,
		},
	);
	tokenizer.write(value, true);
	return elements;
}

function depthOf(node: MarkdownNode): number {
	return (node as MarkdownNode & { depth: number }).depth;
}
