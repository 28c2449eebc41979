// One tab of the drawer: a shell of the page on a terminal. It draws the output, sends the keys, and says what became of the
// shell when there is nothing to draw.
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import type { Terminal } from '@xterm/xterm';
import type { OutputFrame } from '../../protocol/frames.ts';
import type { ShellState } from '../../protocol/messages.ts';
import { askToOpen } from '../parts/ask.ts';
import { element } from '../parts/element.ts';
import { texts } from '../texts/terminal.ts';
import { transport } from '../transport/current.ts';
import { sendTyped } from '../transport/send-typed.ts';
import { DrawnChannel } from './drawn-channel.ts';
import { openScreen } from './safe-terminal.ts';
import { isLookedAt, shownShells } from './shown-shells.ts';

/** Lines kept above the visible ones. */
const SCROLLBACK = 10_000;
/** How long code waits for a prompt to be typed at; in ms. */
const PROMPT_WITHIN = 15_000;
/** Ends what a shell may have left behind: the alternate screen, mouse reports, a hidden cursor, a line that is not over. */
const RESTORE = '\r\n\x1b[?1047l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1004l\x1b[?2004l\x1b[!p\x1b[?25h';
/** Control characters, which pasted text must not contain: an escape could end the paste, and the shell would run the rest. */
const CONTROL = /(?![\t\n\r])\p{Cc}/gu;

/** A button beside a note: a way out of what the note says. */
export interface Way {
	label: string;
	act: () => void;
}

export class ShellView {
	readonly name: string;
	readonly panel: HTMLElement;
	readonly search = new SearchAddon();
	readonly #screen = element('div', { class: 'terminal-screen' });
	readonly #note = element('div', { class: 'terminal-note', role: 'status' });
	readonly #fit = new FitAddon();
	readonly #terminal: Terminal;
	readonly #sizes: ResizeObserver;
	#channel: number | undefined;
	/** The output of that channel. */
	#output: DrawnChannel | undefined;
	#open = false;
	#pasting: { code: string; timer: ReturnType<typeof setTimeout> } | undefined;

	/**
	 * @param name The shell's. @param panel Where it is shown, in the page already.
	 * @param leave Takes the focus when the reader leaves by Esc. @param key Sees keys before the shell does.
	 */
	constructor(name: string, panel: HTMLElement, leave: () => void, key: (event: KeyboardEvent) => boolean) {
		this.name = name;
		this.panel = panel;
		panel.append(this.#screen, this.#note);
		this.#terminal = openScreen(this.#screen, {
			scrollback: SCROLLBACK,
			linkHandler: { activate: (_event, address) => askToOpen(address) },
			mayAnswer: () => this.#output?.present === true && isLookedAt(),
			leave,
			key: (event) => this.#key(event) && key(event),
		});
		this.#terminal.loadAddon(this.#fit);
		this.#terminal.loadAddon(this.search);
		this.#terminal.loadAddon(new WebLinksAddon((_event, address) => askToOpen(address)));
		this.#terminal.onData((data) => sendTyped({ type: 'type', shell: name }, data));
		this.#screen.addEventListener('paste', (event) => this.#paste(event), { capture: true });
		this.#sizes = new ResizeObserver(() => this.#resize());
		this.#sizes.observe(this.#screen);
	}

	get channel(): number | undefined {
		return this.#channel;
	}

	/** Shows the shell from now on; opens it where it is not open. */
	attach(): void {
		this.say(texts.opening);
		this.#fit.fit();
		shownShells.add(this.name);
		const { cols, rows } = this.#terminal;
		transport.send({ type: 'attach', shell: this.name, cols, rows });
	}

	/** The shell is on another channel, has another size, or opened or ended. */
	update({ channel, open, cols, rows, printed }: ShellState): void {
		if (channel !== this.#channel) this.#startOver(channel, printed);
		if (this.#open && !open) this.#terminal.write(RESTORE);
		this.#open = open;
		if (open) {
			this.#terminal.resize(cols, rows);
			this.say('');
		} else {
			this.say(texts.ended, { label: texts.newShell, act: () => this.attach() });
		}
	}

	/** Forgets the shell's output, which is gone with its lab. */
	forget(): void {
		this.#startOver(undefined, 0);
	}

	write(frame: OutputFrame): void {
		this.#output?.write(frame, () => this.#typeWhenPrompted());
	}

	/** Output up to `offset` is no longer to be had. */
	skip(offset: number): void {
		if (this.#output?.skip(offset)) this.#terminal.write(`\x1b[0m\x1b[2m… ${texts.earlier} …\x1b[0m\r\n`);
	}

	/** Types code at the prompt, as one paste that the reader is to enter; waits until there is a prompt. */
	type(code: string): void {
		clearTimeout(this.#pasting?.timer);
		const timer = setTimeout(() => {
			this.#pasting = undefined;
			if (this.#open) this.say(texts.busy, { label: texts.dismiss, act: () => this.say('') });
		}, PROMPT_WITHIN);
		this.#pasting = { code: code.trimEnd(), timer };
		this.#typeWhenPrompted();
	}

	/** Says what became of the shell, with a button for each way out; an empty text hides the note. */
	say(text: string, ...ways: Way[]): void {
		const focused = this.#note.contains(document.activeElement);
		const buttons = ways.map(({ label, act }) => {
			const button = element('button', { type: 'button' }, label);
			button.onclick = act;
			return button;
		});
		this.#note.replaceChildren(...(text ? [text, ...buttons] : []));
		if (focused) this.focus();
	}

	focus(): void {
		this.#terminal.focus();
	}

	dispose(): void {
		clearTimeout(this.#pasting?.timer);
		shownShells.delete(this.name);
		transport.send({ type: 'detach', shell: this.name });
		this.#sizes.disconnect();
		this.#terminal.dispose();
	}

	#startOver(channel: number | undefined, printed: number): void {
		this.#output?.close();
		this.#channel = channel;
		this.#output =
			channel === undefined
				? undefined
				: new DrawnChannel(this.#terminal, printed, (offset) => transport.send({ type: 'seen', channel, offset }));
		this.#open = false;
		this.#terminal.reset();
	}

	#resize(): void {
		if (this.#screen.clientHeight === 0) return;
		this.#fit.fit();
		const { cols, rows } = this.#terminal;
		if (this.#open) transport.send({ type: 'resize', shell: this.name, cols, rows });
	}

	/** The prompt is where bash takes a paste as one piece and no full-screen program is before it. */
	#typeWhenPrompted(): void {
		const { modes, buffer } = this.#terminal;
		if (!this.#pasting || !modes.bracketedPasteMode || buffer.active.type !== 'normal') return;
		if (!this.#open || !this.#output?.present) return;
		clearTimeout(this.#pasting.timer);
		this.#terminal.paste(this.#pasting.code.replaceAll(CONTROL, ''));
		this.#pasting = undefined;
	}

	#paste(event: ClipboardEvent): void {
		event.preventDefault();
		event.stopPropagation();
		this.#terminal.paste((event.clipboardData?.getData('text/plain') ?? '').replaceAll(CONTROL, ''));
	}

	#key(event: KeyboardEvent): boolean {
		if (!event.ctrlKey || !event.shiftKey) return true;
		// The browser pastes by itself, and the terminal takes what it pastes.
		if (event.code === 'KeyV') return false;
		if (event.code !== 'KeyC') return true;
		event.preventDefault();
		if (this.#terminal.hasSelection()) navigator.clipboard.writeText(this.#terminal.getSelection());
		return false;
	}
}
