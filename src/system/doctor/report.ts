// Runs the doctor's probes, and formats their facts as a Markdown table for a bug report.

/** A row of the report. */
export type Fact = [what: string, found: string];

/** A source of facts. All probes run in parallel. */
export interface Probe {
	/** The row's name if the probe fails or takes too long. */
	what: string;
	look: () => Fact[] | Promise<Fact[]>;
}

/**
 * Runs all probes in parallel. A probe that fails or takes too long gets a row that says so, and delays no other.
 *
 * @param limit timeout of each probe; in ms
 * @returns the facts in the order of the probes
 */
export async function examine(probes: Probe[], limit: number): Promise<Fact[]> {
	const found = probes.map(async ({ what, look }): Promise<Fact[]> => {
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<Fact[]>((resolve) => {
			timer = setTimeout(() => resolve([[what, `no answer within ${limit / 1000} s`]]), limit);
		});
		const failed = (error: Error): Fact[] => [[what, `cannot be told: ${error.message}`]];
		// Called in a promise, so that a synchronous exception is caught too.
		return Promise.race([Promise.resolve().then(look).catch(failed), late]).finally(() => clearTimeout(timer));
	});
	return (await Promise.all(found)).flat();
}

/** @param hide removes private data from a text */
export function markdown(facts: Fact[], hide: (text: string) => string): string {
	const cell = (text: string) => hide(text).replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim() || '–';
	return [
		'| what | found |',
		'| --- | --- |',
		...facts.map(([what, found]) => `| ${cell(what)} | ${cell(found)} |`),
	].join('\n');
}
