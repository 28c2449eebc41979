// The notes between a block's bar and its output: which expectations were met, what went wrong and what to do about it, what
// must be run first, how to go live. Loaded with the first run.
import { MOST_CODE } from '../../protocol/limits.ts';
import type { ExpectationResult } from '../../protocol/messages.ts';
import { element } from '../parts/element.ts';
import { noteTexts as texts } from '../texts/notes.ts';
import { texts as pageTexts } from '../texts/of-head.ts';
import { recordedTexts } from '../texts/recordings.ts';
import { base } from '../transport/base.ts';
import type { Recorded, ShownRun, TransportRefusal } from '../transport/transport.ts';
import type { RunnableBlock } from './runnable-block.ts';

export { describe } from './describe-run.ts';

/** Says why a block is not run, or not played. */
export function refusal(why: TransportRefusal | 'too-long'): string {
	if (why === 'too-long') return texts.tooLong(MOST_CODE.toLocaleString(document.documentElement.lang));
	return why === 'no-recording' ? recordedTexts.missing : texts.refused[why];
}

/** Shows the notes of a run that is over, or of a recording that plays. */
export function showNotes(block: HTMLElement, run: ShownRun): void {
	const notes = block.querySelector('.run-notes');
	if (!notes) return;
	if (run.recorded) {
		// The note is there while the recording plays, and its link may have the focus.
		if (!notes.hasChildNodes()) notes.append(howToGoLive(run.recorded));
		return;
	}
	notes.replaceChildren();
	if (run.trouble && run.trouble !== 'needs-missing') notes.append(element('p', {}, texts.advice[run.trouble]));
	if (run.missing.length > 0) notes.append(missingNote(run.missing));
	if (run.expectation.length > 0 && run.phase !== 'stopped') notes.append(expectationNote(run));
}

function howToGoLive({ engine, day, goesOn }: Recorded): HTMLElement {
	const text = (goesOn ? `${recordedTexts.goesOn} ` : '') + recordedTexts.howTo(engine, day);
	const href = `${base}${pageTexts.path}/lab/`;
	return element('p', {}, text, ' ', element('a', { href }, recordedTexts.howToLink));
}

function missingNote(missing: string[]): HTMLElement {
	const note = element('div', {}, texts.missing);
	const list = element('ol');
	for (const reference of missing) {
		const link = element('a', { href: `#${reference}` }, nameOf(reference));
		link.addEventListener('click', (event) => {
			event.preventDefault();
			const block = document.querySelector(`[data-snippet="${reference}"]`);
			// A solution is folded away until its reader wants it.
			const fold = block?.closest('details');
			if (fold) fold.open = true;
			block?.scrollIntoView({ block: 'center' });
			block?.querySelector<HTMLElement>('[data-action=run]')?.focus({ preventScroll: true });
		});
		list.append(element('li', {}, link));
	}
	note.append(list, element('button', { type: 'button', 'data-action': 'run-missing' }, texts.runMissing));
	return note;
}

/** What to call a block on the page: its title, or its first line. */
export function nameOf(reference: string): string {
	const block = document.querySelector<RunnableBlock>(`run-snippet[data-snippet="${reference}"]`);
	// A solution that is folded away is no block yet: its fold has a name.
	const fold = document.querySelector(`[data-snippet="${reference}"]`)?.closest('details')?.querySelector('summary');
	return block?.querySelector('.title')?.textContent || block?.code.split('\n')[0] || fold?.textContent || reference;
}

function expectationNote({ expectation, phase }: ShownRun): HTMLElement {
	const note = element('details', { class: 'run-expectation' });
	note.open = phase === 'failed' && expectation.some(({ met }) => !met);
	const met = expectation.filter((line) => line.met).length;
	note.append(
		element('summary', {}, texts.met(met, expectation.length)),
		element('ul', {}, ...expectation.map(lineNote)),
		element('button', { type: 'button', 'data-action': 'compare', 'aria-expanded': 'false' }, texts.compare),
	);
	return note;
}

function lineNote({ pattern, negated, met }: ExpectationResult): HTMLElement {
	const said = `${met ? texts.lineMet : texts.lineUnmet} ${negated ? texts.mustNot : texts.must} `;
	return element('li', { 'data-met': String(met) }, said, element('code', {}, inWords(pattern)));
}

/** A regular expression as a reader would say it: what is fixed stays, what varies becomes `…`. */
function inWords(pattern: string): string {
	return pattern
		.replaceAll('\\n', ' ⏎ ')
		.replaceAll(/\(\?[:=!][^()]*\)\??/g, '…')
		.replaceAll(/\\[sb][+*]?/g, ' ')
		.replaceAll(/(?:\[[^\]]*\]|\\[dwS]|(?<!\\)\.)(?:\{[\d,]+\}|[+*?])*/g, '…')
		.replaceAll(/[\^$]/g, '')
		.replaceAll(/(?<!\\)[()]/g, '')
		.replaceAll(/(?<!\\)\|/g, ' | ')
		.replaceAll(/\\(.)/g, '$1')
		.replaceAll(/…(?:[\s…]*…)+/g, '…')
		.replaceAll(/\s+/g, ' ')
		.trim();
}
