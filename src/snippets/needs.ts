// Checks `needs`: a block may only need earlier blocks of its page.
import type { Snippet } from './snippet.ts';

/**
 * A need must come earlier on the page, so that a reader from top to bottom has it.
 * @param all the page's snippets in order, this one among them
 * @returns a sentence for each need that names no earlier block
 */
export function wrongNeeds(snippet: Snippet, all: Snippet[]): string[] {
	const earlier = all.slice(0, all.indexOf(snippet));
	return snippet.needs
		.filter((need) => !earlier.some(({ id }) => id === need))
		.map((need) => {
			const known = earlier.map(({ id }) => id).join(', ') || 'none';
			const sentence = `needs=${need} names no earlier block of this page (earlier blocks: ${known})`;
			const later = all.find(({ id }) => id === need);
			if (!later) return `${sentence}.`;
			const circle = wayBack(snippet.id, [need], all);
			if (circle) return `${sentence}: ${[snippet.id, ...circle].join(' needs ')} goes in a circle.`;
			return `${sentence}: ${need} stands below it, in line ${later.line}.`;
		});
}

/** The chain of needs from the end of `way` back to the block `to`; undefined when there is none. */
function wayBack(to: string, way: string[], all: Snippet[]): string[] | undefined {
	const last = way[way.length - 1];
	if (last === to) return way;
	for (const next of all.find(({ id }) => id === last)?.needs ?? []) {
		const found = way.includes(next) ? undefined : wayBack(to, [...way, next], all);
		if (found) return found;
	}
	return undefined;
}
