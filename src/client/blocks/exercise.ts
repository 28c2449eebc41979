// <lab-check> and <lab-break>: the buttons of an exercise and of a clinic case. What is solved is remembered in this browser.

import { markSolved } from '../progress.ts';
import { texts } from '../texts/of-head.ts';
import { transport } from '../transport/current.ts';

class LabAction extends HTMLElement {
	connectedCallback(): void {
		this.querySelector('button')?.addEventListener('click', () => this.#try());
		transport.listen({
			// Nobody answers what was asked before the connection broke.
			state: (state) => {
				if (state === 'open') this.#leave('idle', '');
				else if (state !== 'connecting') this.#leave('running', this.#unanswered());
			},
			message: async (message) => {
				if (!('snippet' in message) || message.snippet !== this.dataset.snippet) return;
				if (message.type === 'refused') {
					this.#show('failed', (await import('./notes.ts')).refusal(message.why));
				} else if (message.trouble) {
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
		if (transport.send({ type: 'try', snippet: this.dataset.snippet ?? '' })) this.#show('running', texts.trying);
		else this.#show('idle', this.#unanswered());
	}

	/** Why nobody answers. */
	#unanswered(): string {
		return transport.state === 'reading' ? texts.reading : texts.lost[transport.loss];
	}

	/** Goes back to `idle`, if it is in that state. */
	#leave(state: string, text: string): void {
		if (this.dataset.state === state) this.#show('idle', text);
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
