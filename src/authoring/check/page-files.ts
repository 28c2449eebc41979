// The pages as the checks read them: source, tree, headings, and the ids that a link may point to.
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
	/** Its tag, e.g. `en`. */
	language: string;
	/** Relative to the project's root. */
	file: string;
	source: string;
	/** It cannot be parsed (scan.ts says why): nothing is known of it but that it is there. */
	broken: boolean;
	frontmatter: Record<string, unknown>;
	tree: MarkdownNode;
	fences: Fence[];
	headings: Heading[];
	/** What may stand behind `#` in a link to this page. */
	anchors: Set<string>;
}

const folder = 'content/docs';

/** Reads all pages. */
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

/** Starlight's `_top`, the headings' slugs as Astro makes them, and every id that an element names. */
function anchorsOf(tree: MarkdownNode, headings: Heading[]): Set<string> {
	const slugger = new Slugger();
	const slugs = headings.map(({ text }) => slugger.slug(text));
	const named = elementsOf(tree).flatMap(({ attributes }) => attributes.id ?? []);
	return new Set(['_top', ...slugs, ...named]);
}

/** All nodes of a tree, in the order of the text. */
export function nodesOf(node: MarkdownNode): MarkdownNode[] {
	return [node, ...(node.children ?? []).flatMap(nodesOf)];
}

/** What a node says, without its markup. */
export function textOf(node: MarkdownNode): string {
	return nodesOf(node)
		.filter(({ type }) => type === 'text' || type === 'inlineCode')
		.map(({ value }) => value)
		.join('');
}

/** The pieces of a page's text that are no code, as the source has them, each with the offset where it begins. */
export function proseOf({ tree, source }: PageFile): { text: string; offset: number }[] {
	return nodesOf(tree).flatMap(({ type, position }) => {
		if (type !== 'text' || !position) return [];
		return { text: source.slice(position.start.offset, position.end.offset), offset: position.start.offset };
	});
}

export function lineOf(node: MarkdownNode): number {
	return node.position?.start.line ?? 1;
}

/** An element of JSX in .mdx, or of HTML in .md. */
export interface PageElement {
	name: string;
	/** A value that is no plain text (`alt={text}`) is undefined; an attribute without one is ''. */
	attributes: Record<string, string | undefined>;
	line: number;
	/** The offset from which on its opening tag is found. */
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

/** The tags of a piece of HTML. They need not make a tree: one that is opened in a piece may be closed in another. */
function htmlElements({ value = '', position }: MarkdownNode): PageElement[] {
	const elements: PageElement[] = [];
	const ignore = () => {};
	const tokenizer = new Tokenizer(
		{ sourceCodeLocationInfo: true },
		{
			onStartTag({ tagName, attrs, location }) {
				const from = location?.startOffset ?? 0;
				elements.push({
					// As it is written: the tokenizer makes all letters small, and a component has a capital.
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
