// A run's output: a real terminal while it runs, plain text in the terminal's colours when it is over.
// Loaded on the first run, with xterm.js in the same chunk.
import type { Terminal } from '@xterm/xterm';
import type { OutputFrame } from '../../protocol/frames.ts';
import { SCROLLBACK } from '../../transcript/terminal.ts';
import { noteTexts } from '../texts/notes.ts';
import { frozen } from './frozen-output.ts';
import { openScreen } from './safe-terminal.ts';
import { isLookedAt, shownShells } from './shown-shells.ts';

export interface LiveOptions {
	cols: number;
	rows: number;
	/** The shell that prints it. */
	shell: string;
	/** Bytes printed before: they are shown again, and what asks in them was answered long ago. */
	printed: number;
	/** Whether a person is meant to type: then Tab is theirs, and does not go on to the next element. */
	tty: boolean;
	/** Keys typed at the terminal; without it nothing can be typed. */
	typed?: (data: string) => void;
	/** Takes the focus when the reader leaves the terminal by Esc. */
	leave: () => void;
	/** Output drawn so far, as a byte offset. */
	seen: (offset: number) => void;
}

export class LiveOutput {
	readonly #panel: HTMLElement;
	readonly #options: LiveOptions;
	readonly #screen: HTMLElement;
	readonly #terminal: Terminal;
	#received = 0;
	#drawn = 0;
	#cut = 0;
	#end: number | undefined;
	#over = false;
	#frozen: () => void = () => {};

	constructor(panel: HTMLElement, options: LiveOptions) {
		this.#panel = panel;
		this.#options = options;
		this.#screen = document.createElement('div');
		this.#screen.className = 'run-screen';
		panel.append(this.#screen);
		this.#terminal = openScreen(this.#screen, {
			cols: options.cols,
			rows: options.rows,
			scrollback: SCROLLBACK,
			disableStdin: !options.typed,
			mayAnswer: () => this.#drawn >= options.printed && isLookedAt() && !shownShells.has(options.shell),
			leave: options.leave,
			key: ({ key }) => options.tty || key !== 'Tab',
		});
		this.#terminal.onData((data) => options.typed?.(data));
		this.#terminal.onRender(() => this.#fit());
		this.#fit();
	}

	/** Draws a piece of output; pieces that were drawn before are skipped. */
	write({ offset, bytes }: OutputFrame): void {
		if (this.#over || offset + bytes.length <= this.#received) {
			// After a lost connection the companion begins anew, and waits to hear of these, too.
			this.#options.seen(offset + bytes.length);
			return;
		}
		const fresh = bytes.subarray(Math.max(0, this.#received - offset));
		this.#received = offset + bytes.length;
		const upTo = this.#received;
		this.#terminal.write(fresh, () => {
			this.#drawn = upTo;
			this.#options.seen(upTo);
			this.#freezeWhenComplete();
		});
	}

	/** Output up to `offset` is no longer to be had. */
	skip(offset: number): void {
		this.#cut += Math.max(0, offset - this.#received);
		this.#received = Math.max(this.#received, offset);
		this.#drawn = Math.max(this.#drawn, offset);
	}

	/** The run is over, having printed so many bytes. Resolves when all of them are drawn, as plain text. */
	end(printed: number): Promise<void> {
		this.#end = printed;
		return new Promise((resolve) => {
			this.#frozen = resolve;
			// After a key was typed, xterm.js writes at once, and calls back before it returns.
			this.#terminal.write('', () => this.#freezeWhenComplete());
		});
	}

	/** The run's terminal has this size now. */
	resize(cols: number, rows: number): void {
		if (!this.#over) this.#terminal.resize(cols, rows);
	}

	focus(): void {
		this.#terminal.focus();
	}

	dispose(): void {
		this.#over = true;
		this.#terminal.dispose();
	}

	#freezeWhenComplete(): void {
		if (this.#over || this.#end === undefined || this.#drawn < this.#end) return;
		const text = frozen(this.#terminal);
		const cut = this.#missing(text.textContent, this.#end);
		const focused = this.#screen.contains(document.activeElement);
		this.dispose();
		this.#panel.replaceChildren();
		if (cut > 0) {
			const note = document.createElement('p');
			note.className = 'run-cut';
			note.textContent = noteTexts.cut(cut < 1e6 ? `${Math.ceil(cut / 1e3)} kB` : `${(cut / 1e6).toFixed(1)} MB`);
			this.#panel.append(note);
		}
		this.#panel.append(text);
		if (focused) this.#panel.focus();
		this.#frozen();
	}

	/** How many bytes are not there any more: those that the companion had dropped, or the lines that the terminal let go. */
	#missing(text: string, printed: number): number {
		const { normal } = this.#terminal.buffer;
		if (normal.length < this.#terminal.rows + SCROLLBACK) return this.#cut;
		return Math.max(this.#cut, printed - new TextEncoder().encode(text).length);
	}

	/** Shows as many rows as are used, so that a short answer takes little room. */
	#fit(): void {
		const { active } = this.#terminal.buffer;
		const all = active.type === 'alternate' || active.baseY > 0;
		const rows = all ? this.#terminal.rows : active.cursorY + 1;
		const height = this.#screen.querySelector('.xterm-screen')?.clientHeight ?? 0;
		const { scrollTop, clientHeight, scrollHeight } = this.#panel;
		this.#screen.style.height = `${(height / this.#terminal.rows) * rows}px`;
		if (scrollTop + clientHeight >= scrollHeight - 1) this.#panel.scrollTop = this.#panel.scrollHeight;
	}
}
