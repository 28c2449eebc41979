// The text that a terminal shows, for ordinary outputs: text, colours, line ends, tabs, and lines that are written again from
// their beginning. It does exactly what xterm.js 6 does, and leaves every other output to xterm.js (emulated-text.ts), whose
// set-up takes milliseconds and which is about ten times as slow. tests/transcript/screen-text.test.ts holds the two equal.

/** One character for each cell: a cell that nothing was written to, and the second half of a wide character. */
const NOTHING = '\0';
const HALF = '\x01';

/** Characters of one cell each, in the Unicode version that xterm.js goes by. Those that join others are left out. */
const narrow =
	/[ -~\xa0-\u02ff\u0370-\u0482\u048a-\u0590\u1e00-\u1fff\u2010-\u2027\u2030-\u205f\u2070-\u20cf\u2100-\u2328\u232b-\u2e7f\ufffd]+/y;
/** Those of two cells: Chinese, Japanese, Korean. */
const wide =
	/[\u2e80-\u3029\u3030-\u303e\u3040-\u3098\u309b-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6]+/y;
/** Erases from the cursor to the end of the row (EL). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const erasure = /\x1b\[0?K/y;
/** Colours, cursor shown or hidden, bracketed paste, keypad, ASCII as character set, titles and links: nothing of them is text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const silent = /\x1b(?:\[[\d;:]*m|\[\?(?:25|2004)[hl]|[=>]|\(B|\][ -~\xa0-\ud7ff]*(?:\x07|\x1b\\))/y;
const TAB = 8;

/**
 * @param output decoded
 * @param cols the terminal's width, in cells
 * @returns what `screenText` does; undefined where only a terminal can tell
 */
export function simpleText(output: string, cols: number): string | undefined {
	const lines = new Lines(Math.max(cols, 2));
	let at = 0;
	/** Goes past a run of what is looked for, if there is one here. */
	const past = (run: RegExp): boolean => {
		run.lastIndex = at;
		if (!run.test(output)) return false;
		at = run.lastIndex;
		return true;
	};
	while (at < output.length) {
		const from = at;
		if (past(narrow)) lines.write(output.slice(from, at));
		else if (lines.control(output[at] as string)) at += 1;
		else if (past(wide)) lines.write(output.slice(from, at).replaceAll(/./g, `$&${HALF}`), 2);
		else if (past(erasure)) lines.erase();
		else if (!past(silent)) return undefined;
		if (lines.unsure) return undefined;
	}
	return lines.text();
}

/** What was written, and the line that is being written. */
class Lines {
	/** Something happened that is not done here. */
	unsure = false;
	readonly #cols: number;
	/** Where the cursor stands; `cols` where the row is full, and the next character opens a new one. */
	#column = 0;
	/** The row with the cursor, up to its last cell that was written to. */
	#row = '';
	/** It goes on with the row above. */
	#wrapped = false;
	readonly #done: string[] = [];
	/** How many of these there are up to the last row that was written to. */
	#written = 0;

	constructor(cols: number) {
		this.#cols = cols;
	}

	/** @param width of each character, in cells */
	write(text: string, width = 1): void {
		for (let at = 0; at < text.length; ) {
			// A wide character that does not fit is not divided.
			if (this.#column + width > this.#cols) this.#wrap();
			const room = this.#cols - this.#column;
			const piece = text.slice(at, at + room - (room % width));
			this.#put(piece);
			this.#column += piece.length;
			at += piece.length;
		}
	}

	/** Does what a control character says. @returns False for those that it does not know. */
	control(character: string): boolean {
		const last = this.#cols - 1;
		if (character === '\r') this.#column = 0;
		else if (character === '\n') this.#feed();
		else if (character === '\b') this.#column = Math.max(0, Math.min(this.#column, last) - 1);
		else if (character === '\t') this.#column = Math.max(this.#column, Math.min(nextStop(this.#column), last));
		else return character === '\x07';
		return true;
	}

	/** Erases from the cursor to the end of the row. */
	erase(): void {
		// Erased from its beginning, it does not go on with the row above any more.
		if (this.#wrapped && this.#column === 0) this.unsure = true;
		if (this.#column >= this.#row.length) return;
		if (this.#row.includes(HALF)) this.unsure = true;
		this.#row = this.#row.slice(0, this.#column).replace(/\0+$/, '');
	}

	text(): string {
		this.#close(this.#lineEnd(), '\n');
		return this.#done.slice(0, this.#written).join('').replace(/\n$/, '');
	}

	/** Begins a new line, below the cursor. */
	#feed(): void {
		this.#close(this.#lineEnd(), '\n');
		this.#wrapped = false;
		this.#column = Math.min(this.#column, this.#cols - 1);
	}

	#put(piece: string): void {
		const { length } = this.#row;
		if (this.#column === length) this.#row += piece;
		else if (this.#column > length) this.#row = this.#row.padEnd(this.#column, NOTHING) + piece;
		else {
			// Half a wide character cannot be overwritten alone.
			if (this.#row.includes(HALF) || piece.includes(HALF)) this.unsure = true;
			this.#row = this.#row.slice(0, this.#column) + piece + this.#row.slice(this.#column + piece.length);
		}
	}

	/** The row is full: its line goes on in the next one. */
	#wrap(): void {
		// The cells that are left over are emptied, and what stood there may have been half a character.
		if (this.#column < this.#row.length) this.unsure = true;
		this.#close(shown(this.#row.padEnd(this.#cols, NOTHING)), '');
		this.#wrapped = true;
		this.#column = 0;
	}

	#lineEnd(): string {
		return shown(this.#row).trimEnd();
	}

	#close(row: string, end: string): void {
		this.#done.push(row + end);
		if (this.#row !== '') this.#written = this.#done.length;
		this.#row = '';
	}
}

/** A row of cells as text: blanks for those that nothing was written to. */
function shown(row: string): string {
	const whole = row.includes(HALF) ? row.replaceAll(HALF, '') : row;
	return whole.includes(NOTHING) ? whole.replaceAll(NOTHING, ' ') : whole;
}

function nextStop(column: number): number {
	return column - (column % TAB) + TAB;
}
