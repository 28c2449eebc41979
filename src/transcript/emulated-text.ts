// The text that a terminal shows, read from a real one: xterm.js without a page. It serves outputs that move the cursor about;
// simple-text.ts serves the others, faster and with the same result.
import type { IBuffer, IMarker, Terminal } from '@xterm/headless';
import { isContinued, lastRow, refuseExcess, rowText, SCROLLBACK, type ScreenSize } from './terminal.ts';

/**
 * How much output is drawn at once, in UTF-16 units or bytes; between slices the event loop runs. A unit scrolls at most one
 * line out of the screen, so no line leaves the scrollback unread.
 */
const SLICE = { first: 256, least: 64, most: 4096 };
/** After a slice that took longer than this, the next one is smaller; in ms. */
const SLICE_TIME = 12;
/** Drawing stops after this much time, and the text is what was drawn by then: a hostile output cannot hold a core; in ms. */
const MOST_TIME = 10_000;

/** See {@link screenText}. */
export async function emulatedText(output: string | Uint8Array, size: ScreenSize): Promise<string> {
	const { default: headless } = await import('@xterm/headless');
	const terminal = new headless.Terminal({
		...size,
		scrollback: SCROLLBACK,
		allowProposedApi: true,
		// A program may print what no terminal understands; that is no error of ours.
		logLevel: 'off',
	});
	refuseExcess(terminal);
	const history = new History(terminal);
	let left = MOST_TIME;
	let step = SLICE.first;
	for (let at = 0; at < output.length && left > 0; ) {
		const began = Date.now();
		const slice = typeof output === 'string' ? output.slice(at, at + step) : output.subarray(at, at + step);
		// The page's terminal stands still at the same place.
		if (!write(terminal, slice)) break;
		at += step;
		history.keep();
		const took = Date.now() - began;
		left -= took;
		step = took > SLICE_TIME ? Math.max(SLICE.least, step >> 1) : Math.min(SLICE.most, step << 1);
		await new Promise<void>((resolve) => terminal.write('', resolve));
	}
	const text = history.text();
	terminal.dispose();
	return text;
}

/**
 * Draws before it returns, and returns false if xterm.js throws. xterm.js draws at once after user input; otherwise it draws
 * in a timer, where an exception would end the process.
 */
function write(terminal: Terminal, output: string | Uint8Array): boolean {
	try {
		terminal.input('', true);
		terminal.write(output);
		return true;
	} catch {
		return false;
	}
}

/** The lines of a terminal, and those that went out of its scrollback. */
class History {
	readonly #terminal: Terminal;
	/** Text of the rows up to the mark, line ends included. */
	#gone: string[] = [];
	/** Blank rows after them, up to the mark. */
	#blank = '';
	/** The last row that was kept. It stands above the screen, where rows change no more. */
	#mark: IMarker | undefined;

	constructor(terminal: Terminal) {
		this.#terminal = terminal;
		// A reset begins with a new screen, of which the mark knows nothing.
		terminal.parser.registerEscHandler({ final: 'c' }, () => {
			this.#forget();
			return false;
		});
		// A full-screen program has no scrollback, and no marks.
		terminal.buffer.onBufferChange(() => this.keep());
	}

	/** Keeps what is in the scrollback, where the next slice might drop it. */
	keep(): void {
		const { active } = this.#terminal.buffer;
		if (active.type !== 'normal' || active.baseY + SLICE.most < SCROLLBACK) return;
		const first = this.#first();
		// Whether the last row above the screen goes on is not known yet.
		const last = active.baseY - 2;
		if (last < first) return;
		this.#add(active, first, lastRow(active, last), last);
		this.#mark?.dispose();
		this.#mark = this.#terminal.registerMarker(last - active.baseY - active.cursorY);
	}

	text(): string {
		const { normal } = this.#terminal.buffer;
		this.#add(normal, this.#first(), lastRow(normal), -1);
		return this.#gone.join('').replace(/\n$/, '');
	}

	/** Adds rows from `first` on: those up to `written`, and the blank ones up to `last`, if any more follow. */
	#add(screen: IBuffer, first: number, written: number, last: number): void {
		if (written >= first) {
			this.#gone.push(this.#blank, rowsOf(screen, first, written));
			this.#blank = '';
		}
		this.#blank += rowsOf(screen, Math.max(first, written + 1), last);
	}

	/** The first row that is not kept yet. */
	#first(): number {
		// The program erased the scrollback, and the marked row with it.
		if (this.#mark?.isDisposed) this.#forget();
		return (this.#mark?.line ?? -1) + 1;
	}

	#forget(): void {
		this.#gone = [];
		this.#blank = '';
		this.#mark = undefined;
	}
}

/** The text of some rows; each line ends with `\n`. */
function rowsOf(screen: IBuffer, first: number, last: number): string {
	const cell = screen.getNullCell();
	let text = '';
	for (let row = first; row <= last; row++) {
		text += rowText(screen, row, cell);
		if (!isContinued(screen, row)) text += '\n';
	}
	return text;
}
