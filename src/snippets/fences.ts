// A page's source → its frontmatter and its fences, in order, each with the line it opens on.
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
}

/** As much of a Markdown tree's node as is needed here. */
interface Node {
	type: string;
	value?: string;
	lang?: string | null;
	meta?: string | null;
	position?: { start: { line: number } };
	children?: Node[];
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
	const root: Node = format === 'mdx' ? mdxToMdast(source, { features }) : markdownToMdast(source, { features });
	const yaml = root.children?.find(({ type }) => type === 'yaml')?.value ?? '';
	const frontmatter = load(yaml);
	return {
		frontmatter: isRecord(frontmatter) ? frontmatter : {},
		fences: fencesBelow(root),
	};
}

function fencesBelow(parent: Node): Fence[] {
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
