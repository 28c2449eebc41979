// Parses a page's source into its tree, its frontmatter and its fences in order.
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
	/** True if the previous sibling is a fence too. */
	followsFence: boolean;
	/** The opening marks, such as "```"; empty for indented code. */
	marks: string;
	/** False where it runs to the end of its parent. */
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

/** The fields of a Markdown node (mdast, with MDX's kinds) that we read. */
export interface MarkdownNode {
	type: string;
	value?: string;
	lang?: string | null;
	meta?: string | null;
	/** Of a link, an image, or the definition of one. */
	url?: string;
	alt?: string | null;
	/** Of a JSX element. */
	name?: string | null;
	/** Of a reference and its definition. */
	identifier?: string;
	attributes?: unknown;
	position?: { start: Point; end: Point };
	children?: MarkdownNode[];
}

// Starlight's asides (:::note) are directives. Without this feature a fence inside of one is not its child.
const features = { directive: true };

/**
 * Parses a page with the parser that renders it.
 * @param source the file's text
 * @param format from the file's extension
 * @throws the parser's own error on broken MDX or YAML
 */
export function readPageSource(source: string, format: 'md' | 'mdx'): PageSource {
	const parse = format === 'mdx' ? mdxToMdast : markdownToMdast;
	// The mdast types allow a tree without offsets, but this parser always sets them.
	const tree = parse(source, { features }) as MarkdownNode;
	// Only compiling to JavaScript finds errors in imports and exports.
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
			// A file from Windows may have CRLF line endings.
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
