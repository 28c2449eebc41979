// A page's source → its tree, its frontmatter and its fences, in order, each with the line it opens on.
import { load } from 'js-yaml';
import { markdownToMdast, mdxToJs, mdxToMdast } from 'satteri';

/** The languages of our own fences, none of which holds another fence. */
export const OWN_LANGUAGES: readonly string[] = ['bash', 'expect', 'type', 'holds', 'hint'];

export interface Fence {
	language: string;
	/** What follows the language in the first line. */
	meta: string;
	code: string;
	/** Counted from 1. */
	line: number;
	/** True if nothing but another fence of the same parent stands directly before it. */
	followsFence: boolean;
	/** The marks that open it, such as "```"; none where code is only indented. */
	marks: string;
	/** False where it goes on to the end of what it stands in. */
	closed: boolean;
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
	/** Of a reference and its definition. */
	identifier?: string;
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
	// Imports and exports are only read when a page becomes a program.
	if (format === 'mdx') mdxToJs(source, { features });
	const yaml = tree.children?.find(({ type }) => type === 'yaml')?.value ?? '';
	const frontmatter = load(yaml);
	return {
		frontmatter: isRecord(frontmatter) ? frontmatter : {},
		fences: fencesBelow(tree, source),
		tree,
	};
}

function fencesBelow(parent: MarkdownNode, source: string): Fence[] {
	return (parent.children ?? []).flatMap((node, index, siblings) => {
		if (node.type !== 'code') return fencesBelow(node, source);
		const lines = source.slice(node.position?.start.offset, node.position?.end.offset).split('\n');
		const [marks = ''] = /^(`{3,}|~{3,})/.exec(lines[0] ?? '') ?? [];
		const last = lines.length > 1 ? (lines.at(-1) ?? '').replace(/^[\s>]+/, '').trimEnd() : '';
		return {
			language: node.lang ?? '',
			meta: node.meta ?? '',
			// Windows may end lines in its own way.
			code: (node.value ?? '').replaceAll('\r\n', '\n'),
			line: node.position?.start.line ?? 1,
			followsFence: siblings[index - 1]?.type === 'code',
			marks,
			closed: marks === '' || (last.startsWith(marks) && last === marks.charAt(0).repeat(last.length)),
		};
	});
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
