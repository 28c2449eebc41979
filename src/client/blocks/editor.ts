// Editing a block in place: a text field over the code, and the way back to the original. Loaded on the first edit.
import { noteTexts } from '../texts/notes.ts';

export class SnippetEditor {
	readonly #block: HTMLElement;
	readonly #original: string;
	readonly #field = document.createElement('textarea');

	/**
	 * @param block The run-snippet. @param original Its code as the page has it.
	 * @param text What the reader made of it before.
	 */
	constructor(block: HTMLElement, original: string, text = original) {
		this.#block = block;
		this.#original = original;
		this.#field.className = 'run-editor';
		this.#field.value = text;
		this.#field.spellcheck = false;
		this.#field.autocapitalize = 'off';
		this.#field.ariaLabel = noteTexts.editor;
		this.#field.addEventListener('input', () => this.#show());
		this.#field.addEventListener('keydown', (event) => {
			if (event.key !== 'Escape') return;
			this.toggle();
			this.#button('edit').focus();
		});
		this.#show();
	}

	/** The reader's text, where it is not the original; undefined while nobody changed anything. */
	get changed(): string | undefined {
		const { value } = this.#field;
		return value === this.#original || value.trim() === '' ? undefined : value;
	}

	/** Opens the field, or puts it away; what was written stays. */
	toggle(): void {
		if (this.#field.isConnected) this.#field.remove();
		else this.#block.querySelector('.run-bar')?.before(this.#field);
		this.#show();
		if (this.#field.isConnected) this.#field.focus();
	}

	/** Back to the page's own code. */
	restore(): void {
		this.#field.value = this.#original;
		this.#field.remove();
		this.#show();
		this.#button('edit').focus();
	}

	#show(): void {
		const edited = this.changed !== undefined;
		this.#block.toggleAttribute('data-edited', edited);
		this.#block.toggleAttribute('data-editing', this.#field.isConnected);
		this.#button('edit').ariaPressed = String(this.#field.isConnected);
		this.#button('original').hidden = !edited;
		this.#field.rows = Math.max(2, this.#field.value.split('\n').length);
	}

	#button(action: 'edit' | 'original'): HTMLButtonElement {
		return this.#block.querySelector(`[data-action=${action}]`) as HTMLButtonElement;
	}
}
