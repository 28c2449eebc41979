// A page of HTML as it was built: parsed once, and changed where a step says so. All other bytes stay as Astro wrote them.
import { type DefaultTreeAdapterTypes, parse, parseFragment } from 'parse5';

export type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.Node;

export interface BuiltPage {
	html: string;
	/** Every element that the source has a tag for, in the source's order. */
	elements: Element[];
}

/** Replaces the characters from `start` to `end` of a page; an insertion where both are the same. */
export interface Edit {
	start: number;
	end: number;
	text: string;
}

// What stands in <noscript> is a part of the page, too.
const options = { sourceCodeLocationInfo: true, scriptingEnabled: false };

export function readBuiltPage(html: string): BuiltPage {
	return { html, elements: elementsBelow(parse(html, options)) };
}

/** Reads a piece of a page, such as what a component has in it. */
export function readFragment(html: string): BuiltPage {
	return { html, elements: elementsBelow(parseFragment(html, options)) };
}

/** The page with all its edits, which must not overlap. Of those at one place the first stands first. */
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

/** The value of an attribute without a namespace, with its character references resolved. */
export function attribute({ attrs }: Element, name: string): string | undefined {
	return attrs.find((attr) => attr.name === name && !attr.prefix)?.value;
}

/** Sets an attribute, whether the element has it already or not. */
export function setAttribute(element: Element, name: string, value: string): Edit {
	const text = value === '' ? name : `${name}="${escaped(value)}"`;
	const there = element.sourceCodeLocation?.attrs?.[name];
	if (there) return { start: there.startOffset, end: there.endOffset, text };
	const behindName = startTag(element).startOffset + 1 + element.tagName.length;
	return { start: behindName, end: behindName, text: ` ${text}` };
}

/** Puts markup behind an element's opening tag. */
export function insertBehindTag(element: Element, markup: string): Edit {
	const { endOffset } = startTag(element);
	return { start: endOffset, end: endOffset, text: markup };
}

/** Removes an element with all that is in it, and the blanks that follow. */
export function remove(element: Element, { html }: BuiltPage): Edit {
	const { startOffset, endOffset } = element.sourceCodeLocation ?? startTag(element);
	const blanks = html.slice(endOffset).length - html.slice(endOffset).trimStart().length;
	return { start: startOffset, end: endOffset + blanks, text: '' };
}

/** The text of a script or style, whose HTML has no elements in it. */
export function rawText({ childNodes }: Element): string {
	return childNodes.map((node) => ('value' in node ? node.value : '')).join('');
}

/** @throws where the parser has put in an element that the source has no tag for; {@link BuiltPage.elements} has none of these */
function startTag({ sourceCodeLocation, tagName }: Element) {
	const tag = sourceCodeLocation?.startTag ?? sourceCodeLocation;
	if (!tag) throw new Error(`A <${tagName}> of the page has no tag in its source.`);
	return tag;
}

function elementsBelow(document: Node): Element[] {
	// Of formatting that is nested wrongly, one tag makes several elements: the first stands for it.
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
