// A menu that is a <details>: it closes by Esc, and when the focus leaves it.

export class Menu {
	readonly #details: HTMLDetailsElement;

	constructor(details: HTMLDetailsElement) {
		this.#details = details;
		details.addEventListener('keydown', ({ key }) => {
			if (key === 'Escape') this.close();
		});
		details.addEventListener('focusout', ({ relatedTarget }) => {
			if (!details.contains(relatedTarget as Node | null)) details.open = false;
		});
	}

	/** Closes it; the focus goes back to what opened it, if it was within. */
	close(): void {
		if (!this.#details.open) return;
		if (this.#details.contains(document.activeElement)) this.#details.querySelector('summary')?.focus();
		this.#details.open = false;
	}
}
