// Asks every candidate engine in parallel: which one would be chosen, and why others are passed over. Starts nothing.
import { homedir } from 'node:os';
import { type Attempt, type Engine, greet, reason } from '../lab/docker/engine/find.ts';
import { type PrivateEngineState, privateEngine } from '../lab/docker/engine/private.ts';
import { type Candidate, candidates } from '../lab/docker/engine/sources.ts';

export interface Engines {
	/** Engines that answer and can run labs, in the order in which `npm start` prefers them. */
	usable: Omit<Engine, 'passed'>[];
	passed: Attempt[];
	/** The private engine, running or not. */
	own: PrivateEngineState | undefined;
}

/** @param engine the only address to ask, besides the private engine's */
export async function askEngines(engine?: string): Promise<Engines> {
	const own = privateEngine();
	const all: Candidate[] = candidates({ engine, env: process.env, home: homedir(), platform: process.platform });
	if (own?.running && all.every(({ url }) => url !== own.url)) all.push({ source: 'a private engine', url: own.url });
	const usable: Engines['usable'] = [];
	const passed: Attempt[] = [];
	const answers = all.map(async ({ source, ...address }) => {
		try {
			return { ...(await greet(address)), source };
		} catch (error) {
			return { source, url: address.url, ...reason(error) };
		}
	});
	for (const answer of await Promise.all(answers)) {
		if ('docker' in answer) usable.push(answer);
		else passed.push(answer);
	}
	return { usable, passed, own };
}
