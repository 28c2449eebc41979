// A built HTML page: parsed once and changed by edits. All other bytes stay as Astro wrote them.
import { type DefaultTreeAdapterTypes, parse, parseFragment } from 'parse5';

export type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.Node;

export interface BuiltPage {
	html: string;
	/** Every element that has a tag in the source, in source order. */
	elements: Element[];
}

/** Replaces the characters from `start` to `end` of a page; inserts when both are equal. */
export interface Edit {
	start: number;
	end: number;
	text: string;
}

// Without scripting, parse5 parses the content of <noscript> as elements.
const options = { sourceCodeLocationInfo: true, scriptingEnabled: false };

export function readBuiltPage(html: string): BuiltPage {
	return { html, elements: elementsBelow(parse(html, options)) };
}

/** Reads part of a page, such as a component's slot. */
export function readFragment(html: string): BuiltPage {
	return { html, elements: elementsBelow(parseFragment(html, options)) };
}

/** Applies edits, which must not overlap. Insertions at the same position keep their order. */
export function applyEdits(html: string, edits: Edit[]): string {
	const parts: string[] = [];
	let end = 0;
	for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
		if (edit.start < end) throw new Error(`Two edits of a page overlap: ${edit.text}`);
		parts.push(html.slice(end, edit.start), edit.text);
		end = edit.end;
	}
	return [...parts, html.slice(end)].join('');
}

/** The value of an attribute without a namespace, with character references decoded. */
export function attribute({ attrs }: Element, name: string): string | undefined {
	return attrs.find((attr) => attr.name === name && !attr.prefix)?.value;
}

/** Sets an attribute, and replaces its value if the element has it. */
export function setAttribute(element: Element, name: string, value: string): Edit {
	const text = value === '' ? name : `${name}="${escaped(value)}"`;
	const there = element.sourceCodeLocation?.attrs?.[name];
	if (there) return { start: there.startOffset, end: there.endOffset, text };
	const behindName = startTag(element).startOffset + 1 + element.tagName.length;
	return { start: behindName, end: behindName, text: ` ${text}` };
}

/** Inserts markup after an element's opening tag. */
export function insertBehindTag(element: Element, markup: string): Edit {
	const { endOffset } = startTag(element);
	return { start: endOffset, end: endOffset, text: markup };
}

/** Removes an element with its content, and the whitespace after it. */
export function remove(element: Element, { html }: BuiltPage): Edit {
	const { startOffset, endOffset } = element.sourceCodeLocation ?? startTag(element);
	const blanks = html.slice(endOffset).length - html.slice(endOffset).trimStart().length;
	return { start: startOffset, end: endOffset + blanks, text: '' };
}

/** The text of a script or style element. */
export function rawText({ childNodes }: Element): string {
	return childNodes.map((node) => ('value' in node ? node.value : '')).join('');
}

/** @throws Error for an element that the parser added; {@link BuiltPage.elements} contains none */
function startTag({ sourceCodeLocation, tagName }: Element) {
	const tag = sourceCodeLocation?.startTag ?? sourceCodeLocation;
	if (!tag) throw new Error(`A <${tagName}> of the page has no tag in its source.`);
	return tag;
}

function elementsBelow(document: Node): Element[] {
	// One tag of misnested formatting produces several elements: keep the first.
	const byTag = new Map<number, Element>();
	for (const element of descendants(document)) {
		const start = element.sourceCodeLocation?.startTag?.startOffset ?? element.sourceCodeLocation?.startOffset;
		if (start !== undefined && !byTag.has(start)) byTag.set(start, element);
	}
	return [...byTag].toSorted(([a], [b]) => a - b).map(([, element]) => element);
}

function* descendants(node: Node): Generator<Element> {
	if ('tagName' in node) yield node;
	if ('content' in node) yield* descendants(node.content);
	if ('childNodes' in node) for (const child of node.childNodes) yield* descendants(child);
}

function escaped(value: string): string {
	return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}
