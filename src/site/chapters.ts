// The book's order: groups pages into parts by the chapter number in their frontmatter.

/** The number of a page that is not a chapter: it sorts after all chapters. */
const unnumbered = Number.MAX_SAFE_INTEGER;

/** The parts of the book, each with its first chapter; their titles are in content/i18n. */
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

/** The part that a page belongs to, by its chapter number. */
export function partOf(chapter = unnumbered): PartKey {
	return parts.findLast(({ from }) => from <= chapter)?.key ?? parts[0].key;
}

/** A chapter's number as shown: two digits. */
export function chapterNumber(chapter: number): string {
	return String(chapter).padStart(2, '0');
}

/** Groups items by part, each group in chapter order; omits parts without items. */
export function byPart<Item>(items: { chapter?: number; item: Item }[]): { key: PartKey; items: Item[] }[] {
	const ordered = items.toSorted((a, b) => (a.chapter ?? unnumbered) - (b.chapter ?? unnumbered));
	return parts
		.map(({ key }) => ({
			key,
			items: ordered.filter(({ chapter }) => partOf(chapter) === key).map(({ item }) => item),
		}))
		.filter(({ items }) => items.length > 0);
}
