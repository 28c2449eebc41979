// Chapter order: which part of the book a chapter belongs to, and the navigation that follows from the frontmatter.

/** The parts of the book, each from its first chapter on; their titles are in content/i18n. */
const parts = [
	{ key: 'parts.begin', from: 0 },
	{ key: 'parts.containers', from: 1 },
	{ key: 'parts.pieces', from: 5 },
	{ key: 'parts.bridge', from: 8 },
	{ key: 'parts.doors', from: 13 },
	{ key: 'parts.mastery', from: 17 },
] as const;

export type PartKey = (typeof parts)[number]['key'];

/** The part that a chapter belongs to. */
export function partOf(chapter: number): PartKey {
	return parts.findLast(({ from }) => from <= chapter)?.key ?? parts[0].key;
}

/** A chapter's number as it is shown: two digits, as in the book's list. */
export function chapterNumber(chapter: number): string {
	return String(chapter).padStart(2, '0');
}

/** Groups items by part, each group in chapter order; parts without a chapter are left out. */
export function byPart<Item>(items: { chapter: number; item: Item }[]): { key: PartKey; items: Item[] }[] {
	const ordered = items.toSorted((a, b) => a.chapter - b.chapter);
	return parts
		.map(({ key }) => ({
			key,
			items: ordered.filter(({ chapter }) => partOf(chapter) === key).map(({ item }) => item),
		}))
		.filter(({ items }) => items.length > 0);
}
