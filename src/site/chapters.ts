// The book's order: which part a page belongs to, and the navigation that follows from the frontmatter.

/** Stands in for the number of a page that is no chapter: it comes after all chapters. */
const unnumbered = Number.MAX_SAFE_INTEGER;

/** The parts of the book, each from its first chapter on; their titles are in content/i18n. */
const parts = [
	{ key: 'parts.begin', from: 0 },
	{ key: 'parts.containers', from: 1 },
	{ key: 'parts.pieces', from: 5 },
	{ key: 'parts.bridge', from: 8 },
	{ key: 'parts.doors', from: 13 },
	{ key: 'parts.mastery', from: 17 },
	{ key: 'parts.reference', from: unnumbered },
] as const;

export type PartKey = (typeof parts)[number]['key'];

/** The part that a page belongs to, by its chapter number if it has one. */
export function partOf(chapter = unnumbered): PartKey {
	return parts.findLast(({ from }) => from <= chapter)?.key ?? parts[0].key;
}

/** A chapter's number as it is shown: two digits, as in the book's list. */
export function chapterNumber(chapter: number): string {
	return String(chapter).padStart(2, '0');
}

/** Groups items by part, each group in chapter order; parts without a page are left out. */
export function byPart<Item>(items: { chapter?: number; item: Item }[]): { key: PartKey; items: Item[] }[] {
	const ordered = items.toSorted((a, b) => (a.chapter ?? unnumbered) - (b.chapter ?? unnumbered));
	return parts
		.map(({ key }) => ({
			key,
			items: ordered.filter(({ chapter }) => partOf(chapter) === key).map(({ item }) => item),
		}))
		.filter(({ items }) => items.length > 0);
}
