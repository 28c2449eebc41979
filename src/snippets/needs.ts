// Which blocks a block may need: earlier ones of its page, and so never itself.
import type { Snippet } from './snippet.ts';

/**
 * What a block needs stands before it, so that whoever goes down the page has it.
 * @param all the page's snippets in order, this one among them
 * @returns a sentence for each need that does not
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

/** The chain of needs that leads from the way's end to a block, or undefined when there is none. */
function wayBack(to: string, way: string[], all: Snippet[]): string[] | undefined {
	const last = way[way.length - 1];
	if (last === to) return way;
	for (const next of all.find(({ id }) => id === last)?.needs ?? []) {
		const found = way.includes(next) ? undefined : wayBack(to, [...way, next], all);
		if (found) return found;
	}
	return undefined;
}
