// A run's output: a real terminal while it runs, plain text in the terminal's colours when it is over.
// Loaded on the first run, with xterm.js in the same chunk.
import type { Terminal } from '@xterm/xterm';
import type { OutputFrame } from '../../protocol/frames.ts';
import { SCROLLBACK } from '../../transcript/terminal.ts';
import { element } from '../parts/element.ts';
import { noteTexts } from '../texts/notes.ts';
import { DrawnChannel } from './drawn-channel.ts';
import { frozen } from './frozen-output.ts';
import { openScreen } from './safe-terminal.ts';
import { isLookedAt, shownShells } from './shown-shells.ts';

export interface LiveOptions {
	cols: number;
	rows: number;
	/** The shell that prints it. */
	shell: string;
	/** Bytes printed before: they are only shown again, and no program waits for an answer to them. */
	printed: number;
	/** Whether a person is meant to type: Tab then goes to the program, and not to the next element. */
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
	readonly #screen: HTMLElement;
	readonly #terminal: Terminal;
	readonly #channel: DrawnChannel;
	#cut = 0;
	#end: number | undefined;
	#frozen: () => void = () => {};

	constructor(panel: HTMLElement, options: LiveOptions) {
		this.#panel = panel;
		this.#screen = element('div', { class: 'run-screen' });
		panel.append(this.#screen);
		this.#terminal = openScreen(this.#screen, {
			cols: options.cols,
			rows: options.rows,
			scrollback: SCROLLBACK,
			disableStdin: !options.typed,
			mayAnswer: () => this.#channel.present && isLookedAt() && !shownShells.has(options.shell),
			leave: options.leave,
			key: ({ key }) => options.tty || key !== 'Tab',
		});
		this.#channel = new DrawnChannel(this.#terminal, options.printed, options.seen);
		this.#terminal.onData((data) => options.typed?.(data));
		this.#terminal.onRender(() => this.#fit());
		this.#fit();
	}

	/** Draws a piece of output; pieces that were drawn before are skipped. */
	write(frame: OutputFrame): void {
		this.#channel.write(frame, () => this.#freezeWhenComplete());
	}

	/** Output up to `offset` is no longer to be had. */
	skip(offset: number): void {
		this.#cut += this.#channel.skip(offset);
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
		if (!this.#channel.closed) this.#terminal.resize(cols, rows);
	}

	focus(): void {
		this.#terminal.focus();
	}

	dispose(): void {
		this.#channel.close();
		this.#terminal.dispose();
	}

	#freezeWhenComplete(): void {
		if (this.#channel.closed || this.#end === undefined || this.#channel.drawn < this.#end) return;
		const text = frozen(this.#terminal);
		const cut = this.#missing(text.textContent, this.#end);
		const focused = this.#screen.contains(document.activeElement);
		this.dispose();
		this.#panel.replaceChildren();
		if (cut > 0) {
			const size = cut < 1e6 ? `${Math.ceil(cut / 1e3)} kB` : `${(cut / 1e6).toFixed(1)} MB`;
			this.#panel.append(element('p', { class: 'run-cut' }, noteTexts.cut(size)));
		}
		this.#panel.append(text);
		if (focused) this.#panel.focus();
		this.#frozen();
	}

	/** How many bytes are missing: those the companion had dropped, or the lines beyond the terminal's scrollback. */
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
