// A page's source → its tree, its frontmatter and its fences, in order, each with the line it opens on.
import { load } from 'js-yaml';
import { markdownToMdast, mdxToMdast } from 'satteri';

export interface Fence {
	language: string;
	/** What follows the language in the first line. */
	meta: string;
	code: string;
	/** Counted from 1. */
	line: number;
	/** True if nothing but another fence of the same parent stands directly before it. */
	followsFence: boolean;
}

export interface PageSource {
	frontmatter: Record<string, unknown>;
	fences: Fence[];
	tree: MarkdownNode;
}

interface Point {
	/** Counted from 1. */
	line: number;
	/** In UTF-16 units from the file's beginning. */
	offset: number;
}

/** As much of a node of the Markdown tree (mdast, with MDX's kinds) as pages are read for. */
export interface MarkdownNode {
	type: string;
	value?: string;
	lang?: string | null;
	meta?: string | null;
	/** Of a link, an image, or the definition of one. */
	url?: string;
	alt?: string | null;
	/** The element of JSX. */
	name?: string | null;
	attributes?: unknown;
	position?: { start: Point; end: Point };
	children?: MarkdownNode[];
}

// Starlight's own asides (:::note) are directives: without this a fence inside of one would not be found as its child.
const features = { directive: true };

/**
 * Parses a page with the parser that renders it.
 * @param source the file's text
 * @param format by the file's extension
 * @throws what the parser throws on broken MDX or YAML, with its own message
 */
export function readPageSource(source: string, format: 'md' | 'mdx'): PageSource {
	const parse = format === 'mdx' ? mdxToMdast : markdownToMdast;
	// mdast allows a tree without offsets; this parser always gives them.
	const tree = parse(source, { features }) as MarkdownNode;
	const yaml = tree.children?.find(({ type }) => type === 'yaml')?.value ?? '';
	const frontmatter = load(yaml);
	return {
		frontmatter: isRecord(frontmatter) ? frontmatter : {},
		fences: fencesBelow(tree),
		tree,
	};
}

function fencesBelow(parent: MarkdownNode): Fence[] {
	return (parent.children ?? []).flatMap((node, index, siblings) => {
		if (node.type !== 'code') return fencesBelow(node);
		return {
			language: node.lang ?? '',
			meta: node.meta ?? '',
			code: node.value ?? '',
			line: node.position?.start.line ?? 1,
			followsFence: siblings[index - 1]?.type === 'code',
		};
	});
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
