// What the doctor found, as a table in Markdown that can be pasted into a bug report.

/** A thing that was looked at, and what was found. */
export type Fact = [what: string, found: string];

/** Something that is looked at, beside everything else. */
export interface Probe {
	/** What stands in the report where it takes too long or fails. */
	what: string;
	look: () => Fact[] | Promise<Fact[]>;
}

/**
 * Looks at everything at the same time. A probe that fails or takes too long says so in the report, and holds up no other.
 *
 * @param limit for each of them; in ms
 * @returns the facts in the order of the probes
 */
export async function examine(probes: Probe[], limit: number): Promise<Fact[]> {
	const found = probes.map(async ({ what, look }): Promise<Fact[]> => {
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<Fact[]>((resolve) => {
			timer = setTimeout(() => resolve([[what, `no answer within ${limit / 1000} s`]]), limit);
		});
		const failed = (error: Error): Fact[] => [[what, `cannot be told: ${error.message}`]];
		// In a turn of its own, so that what throws at once fails like the rest.
		return Promise.race([Promise.resolve().then(look).catch(failed), late]).finally(() => clearTimeout(timer));
	});
	return (await Promise.all(found)).flat();
}

/** @param hide takes out of each text what is nobody's business */
export function markdown(facts: Fact[], hide: (text: string) => string): string {
	const cell = (text: string) => hide(text).replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim() || '–';
	return [
		'| what | found |',
		'| --- | --- |',
		...facts.map(([what, found]) => `| ${cell(what)} | ${cell(found)} |`),
	].join('\n');
}
