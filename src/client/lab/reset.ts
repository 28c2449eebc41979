// Resetting the lab: says what goes before it goes, and tells the reader when another of their tabs did it.

import { ask } from '../parts/ask.ts';
import { element } from '../parts/element.ts';
import { dismissNotice, notice } from '../parts/notice.ts';
import { texts } from '../texts/terminal.ts';
import { transport } from '../transport/current.ts';

export { notice } from '../parts/notice.ts';

/** The answer to a reset of this page's own comes within this time; in ms. */
const OWN_WITHIN = 10_000;
let askedAt = Number.NEGATIVE_INFINITY;

/** Asks, and resets the lab. */
export async function resetLab(): Promise<void> {
	const body = [
		element('p', {}, texts.resetText),
		element('ul', {}, ...texts.resetGoes.map((line) => element('li', {}, line))),
		element('p', {}, texts.resetKept),
	];
	if (await ask({ title: texts.resetTitle, body, yes: texts.resetYes })) freshLab();
}

/** Gets a new lab without asking, where there is nothing left to lose. */
export function freshLab(): void {
	if (transport.send({ type: 'reset' })) askedAt = performance.now();
}

/** The lab was reset. Says so where this page did not ask for it; the notice stays until it is dismissed. */
export function wasReset(): void {
	const own = performance.now() - askedAt < OWN_WITHIN;
	askedAt = Number.NEGATIVE_INFINITY;
	if (own) dismissNotice();
	else notice(texts.resetElsewhere);
}
