// <lab-check> and <lab-break>: the buttons of an exercise and of a clinic case. What is solved is remembered in this browser.

import { markSolved } from '../progress.ts';
import { texts } from '../texts/of-head.ts';
import { lastLoss, linkState, listen, send } from '../transport/companion-transport.ts';

class LabAction extends HTMLElement {
	connectedCallback(): void {
		this.querySelector('button')?.addEventListener('click', () => this.#try());
		listen({
			message: async (message) => {
				// What was asked before the connection broke is answered to nobody.
				if (message.type === 'welcome' && this.dataset.state === 'running') this.#show('idle', '');
				if (message.type !== 'tried' || message.snippet !== this.dataset.snippet) return;
				if (message.trouble) {
					const { noteTexts } = await import('../texts/notes.ts');
					this.#show('failed', `${noteTexts.tryFailed} ${noteTexts.advice[message.trouble]}`);
				} else if (!message.ok) this.#show('failed', `${texts.notYet} ${message.said}`.trim());
				else {
					this.#show('passed', this.localName === 'lab-check' ? texts.solved : texts.broken);
					if (this.localName === 'lab-check') markSolved(message.snippet);
				}
			},
		});
	}

	#try(): void {
		if (this.dataset.state === 'running') return;
		if (send({ type: 'try', snippet: this.dataset.snippet ?? '' })) this.#show('running', texts.trying);
		else this.#show('idle', linkState() === 'reading' ? texts.reading : texts.lost[lastLoss()]);
	}

	#show(state: string, text: string): void {
		this.dataset.state = state;
		const status = this.querySelector('[role=status]');
		if (status) status.textContent = text;
	}
}

/** A solution becomes a block of the page when its reader opens it, so that running the page leaves it out. */
for (const details of document.querySelectorAll<HTMLDetailsElement>('.lab-solution')) {
	details.addEventListener('toggle', () => {
		const folded = details.querySelector('folded-snippet');
		if (!folded) return;
		// Made in an inert document: the element comes to life when it is put on the page, with its children in it.
		const block = document.createElement('template').content.ownerDocument.createElement('run-snippet');
		for (const { name, value } of folded.attributes) block.setAttribute(name, value);
		block.append(...folded.childNodes);
		folded.replaceWith(block);
	});
}

customElements.define('lab-check', LabAction);
customElements.define('lab-break', class extends LabAction {});
