// <lab-check> and <lab-break>: the buttons of an exercise and of a clinic case; and solutions, which open on demand.

import { texts } from '../texts/of-head.ts';
import { transport } from '../transport/current.ts';
import type { LabAction } from './lab-action.ts';

class LabButton extends HTMLElement {
	#action: LabAction | undefined;

	connectedCallback(): void {
		this.querySelector('button')?.addEventListener('click', async () => {
			try {
				const { LabAction } = await import('./lab-action.ts');
				this.#action ??= new LabAction(this);
				this.#action.ask();
			} catch (error) {
				const status = this.querySelector('[role=status]');
				if (status) status.textContent = texts.lost[transport.loss];
				throw error;
			}
		});
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

customElements.define('lab-check', LabButton);
customElements.define('lab-break', class extends LabButton {});
