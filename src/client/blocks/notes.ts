// What stands between a block's bar and its output when there is more to say: which expectations were met, what went
// wrong and what to do about it, what must be run first. Loaded with the first run.
import type { ExpectationResult, RunState } from '../../protocol/messages.ts';
import { noteTexts as texts } from '../texts/notes.ts';

export { describe } from '../parts/describe-run.ts';

/** Shows the notes of a run that is over. */
export function showNotes(block: HTMLElement, run: RunState): void {
	const notes = block.querySelector('.run-notes');
	if (!notes) return;
	notes.replaceChildren();
	if (run.trouble && run.trouble !== 'needs-missing') notes.append(element('p', texts.advice[run.trouble]));
	if (run.missing.length > 0) notes.append(missingNote(run.missing));
	if (run.expectation.length > 0 && run.phase !== 'stopped') notes.append(expectationNote(run));
}

function missingNote(missing: string[]): HTMLElement {
	const note = element('div', texts.missing);
	const list = document.createElement('ol');
	for (const reference of missing) {
		const link = element('a', nameOf(reference));
		link.setAttribute('href', `#${reference}`);
		link.addEventListener('click', (event) => {
			event.preventDefault();
			const block = document.querySelector(`[data-snippet="${reference}"]`);
			block?.scrollIntoView({ block: 'center' });
			block?.querySelector<HTMLElement>('[data-action=run]')?.focus({ preventScroll: true });
		});
		const item = document.createElement('li');
		item.append(link);
		list.append(item);
	}
	const button = element('button', texts.runMissing);
	button.setAttribute('type', 'button');
	button.dataset.action = 'run-missing';
	note.append(list, button);
	return note;
}

/** What to call a block on the page: its title, or its first line. */
export function nameOf(reference: string): string {
	const block = document.querySelector<HTMLElement & { code: string }>(`run-snippet[data-snippet="${reference}"]`);
	return block?.querySelector('.title')?.textContent || block?.code.split('\n')[0] || reference;
}

function expectationNote({ expectation, phase }: RunState): HTMLElement {
	const note = document.createElement('details');
	note.className = 'run-expectation';
	note.open = phase === 'failed' && expectation.some(({ met }) => !met);
	const met = expectation.filter((line) => line.met).length;
	const list = document.createElement('ul');
	list.append(...expectation.map(lineNote));
	const compare = element('button', texts.compare);
	compare.setAttribute('type', 'button');
	compare.dataset.action = 'compare';
	compare.ariaExpanded = 'false';
	note.append(element('summary', texts.met(met, expectation.length)), list, compare);
	return note;
}

function lineNote({ pattern, negated, met }: ExpectationResult): HTMLElement {
	const item = element('li', `${met ? texts.lineMet : texts.lineUnmet} ${negated ? texts.mustNot : texts.must} `);
	item.dataset.met = String(met);
	item.append(element('code', inWords(pattern)));
	return item;
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

function element(name: string, text: string): HTMLElement {
	const created = document.createElement(name);
	created.textContent = text;
	return created;
}
