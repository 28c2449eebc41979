// Finds the missing results that a block builds on, from the lab's own state: runs the `holds` fences of what it needs as probes.
import type { Lab } from '../lab/contract.ts';
import type { ManifestPage, Snippet } from '../snippets/snippet.ts';
import { snippetReference } from '../snippets/snippet.ts';

/** The time limit for all probes of a block together; in ms. */
const LIMIT = 15_000;

/** A snippet whose result can be probed. */
type Probed = Snippet & { holds: string };

/**
 * The snippets that a snippet needs, directly or not, in page order.
 * @param among Their ids, if only some count: the others, and what only they need, are left out.
 */
export function neededBy(snippet: Snippet, { snippets }: ManifestPage, among?: ReadonlySet<string>): Snippet[] {
	const needed = new Set<string>();
	const need = (id: string) => {
		if (needed.has(id) || among?.has(id) === false) return;
		needed.add(id);
		snippets.find((other) => other.id === id)?.needs.forEach(need);
	};
	snippet.needs.forEach(need);
	return snippets.filter(({ id }) => needed.has(id));
}

/**
 * Asks the lab which snippets' results are present. One without a `holds` fence counts as present.
 * @returns The ids of the absent ones.
 */
export async function absentOf(lab: Lab, snippets: Snippet[]): Promise<Set<string>> {
	const probed = snippets.filter((snippet): snippet is Probed => snippet.holds !== undefined);
	if (probed.length === 0) return new Set();
	const script = probed.map(({ id, holds }) => `( ${holds}\n) >/dev/null 2>&1 </dev/null || echo ${id}`).join('\n');
	const { output } = await lab.run(script, { timeout: LIMIT });
	return new Set(output.trim().split('\n').filter(Boolean));
}

/**
 * The snippets to run before a snippet: its absent needs, and their absent needs in turn.
 * @returns References in page order.
 */
export function missingFor(snippet: Snippet, page: ManifestPage, absent: ReadonlySet<string>): string[] {
	return neededBy(snippet, page, absent).map(({ id }) => snippetReference(page.id, id));
}
