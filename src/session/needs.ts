// Finds the missing results that a block builds on, from the lab's own state: runs every `holds` fence of the page as a probe.
import type { Lab } from '../lab/contract.ts';
import type { ManifestPage, Snippet } from '../snippets/snippet.ts';
import { snippetReference } from '../snippets/snippet.ts';

/** The time limit for all probes of a page together; in ms. */
const LIMIT = 15_000;

/** A snippet whose result can be probed. */
type Probed = Snippet & { holds: string };

/** The snippets of a page whose results can be probed, in order. */
export function probedOf({ snippets }: ManifestPage): Probed[] {
	return snippets.filter((snippet): snippet is Probed => snippet.holds !== undefined);
}

/**
 * Asks the lab which results are present.
 * @returns The ids of the absent ones.
 */
export async function absentOf(lab: Lab, probed: Probed[]): Promise<Set<string>> {
	const script = probed.map(({ id, holds }) => `( ${holds}\n) >/dev/null 2>&1 </dev/null || echo ${id}`).join('\n');
	const { output } = await lab.run(script, { timeout: LIMIT });
	return new Set(output.trim().split('\n').filter(Boolean));
}

/**
 * The snippets to run before a snippet: its absent needs, and their absent needs in turn.
 * @returns References in page order.
 */
export function missingFor(snippet: Snippet, page: ManifestPage, absent: ReadonlySet<string>): string[] {
	const missing = new Set<string>();
	const require = (id: string) => {
		if (!absent.has(id) || missing.has(id)) return;
		missing.add(id);
		page.snippets.find((other) => other.id === id)?.needs.forEach(require);
	};
	snippet.needs.forEach(require);
	return probedOf(page)
		.filter(({ id }) => missing.has(id))
		.map(({ id }) => snippetReference(page.id, id));
}
