// The space that a block's result takes on the page: reserved when the reader asks for the result, and kept from then on, so that
// nothing below moves when output arrives.

/** How long after a reader's act the page may follow it; in ms. Browsers count what moves later than 500 ms as a shift. */
const FOLLOWS = 200;
/** Rows for output of which nothing is known. */
const SOME_ROWS = 10;
/** What the output keeps when the notes beside it need more; in px. */
const LEAST = 96;

export class ReservedSpace {
	readonly #block: HTMLElement;
	readonly #panel: HTMLElement;
	readonly #notes: HTMLElement;
	#fixing: ReturnType<typeof setTimeout> | undefined;
	/** Whether a result is awaited, and whether the space has its size for good. */
	#open = false;
	#fixed = false;

	/** @param block The run-snippet. @param panel Its output. @param notes What stands above that. */
	constructor(block: HTMLElement, panel: HTMLElement, notes: HTMLElement) {
		this.#block = block;
		this.#panel = panel;
		this.#notes = notes;
	}

	/**
	 * A result is awaited: what it will need is there at once; what nobody knows shows in a moment.
	 * @param rows how many lines it is known to have
	 */
	open(rows: number | undefined): void {
		if (this.#open) return;
		this.close();
		this.#open = true;
		this.#block.toggleAttribute('data-room', true);
		this.#panel.hidden = false;
		this.#keepRows(rows || 1);
		this.#fixing = setTimeout(() => {
			if (rows === undefined) this.#keepRows(SOME_ROWS);
			this.#panel.style.blockSize = `${this.#panel.offsetHeight}px`;
			this.#fixed = true;
		}, FOLLOWS);
	}

	/** The result is complete. A quick one gets just its size; another keeps the space. @param show shows its notes */
	settle(show: () => void): void {
		if (!this.#fixed) {
			show();
			this.close();
			return;
		}
		this.#open = false;
		this.#panel.hidden = false;
		const before = this.#notes.offsetHeight;
		show();
		const left = this.#panel.offsetHeight - (this.#notes.offsetHeight - before);
		this.#keepRows(0);
		this.#panel.style.blockSize = `${Math.max(LEAST, left)}px`;
		this.#panel.scrollTop = this.#panel.scrollHeight;
	}

	/** Gives up the space for a result that does not come. */
	cancel(): void {
		if (this.#open) this.close();
	}

	/** Shrinks to what is shown. */
	close(): void {
		clearTimeout(this.#fixing);
		this.#open = false;
		this.#fixed = false;
		this.#panel.style.blockSize = '';
		this.#keepRows(0);
		this.#panel.hidden = this.#panel.textContent === '';
		this.#block.toggleAttribute('data-room', false);
	}

	/** The panel has space for so many lines of finished output; how high they are, styles/run-snippet.css knows. */
	#keepRows(rows: number): void {
		this.#panel.style.setProperty('--rows', String(rows));
	}
}
