// Which results a block builds on that are not there, by the lab's own state: every `holds` fence of the page is asked.
import type { Lab } from '../lab/contract.ts';
import type { ManifestPage, Snippet } from '../snippets/snippet.ts';
import { snippetReference } from '../snippets/snippet.ts';

/** All probes of a page together may take so long; in ms. */
const LIMIT = 15_000;

/** A snippet whose result can be asked for. */
type Probed = Snippet & { holds: string };

/** The snippets of a page whose results can be asked for, in order. */
export function probedOf({ snippets }: ManifestPage): Probed[] {
	return snippets.filter((snippet): snippet is Probed => snippet.holds !== undefined);
}

/**
 * Asks the lab which results are there.
 * @returns The ids of those that are not.
 */
export async function absentOf(lab: Lab, probed: Probed[]): Promise<Set<string>> {
	const script = probed.map(({ id, holds }) => `( ${holds}\n) >/dev/null 2>&1 </dev/null || echo ${id}`).join('\n');
	const { output } = await lab.run(script, { timeout: LIMIT });
	return new Set(output.trim().split('\n').filter(Boolean));
}

/**
 * What must be run before a snippet: of what it needs all that is absent, and of that what it needs in turn.
 * @returns References in the order of the page.
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
