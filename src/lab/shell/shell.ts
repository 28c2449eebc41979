// A shell in a lab: one bash on a terminal that stays open. It runs blocks of code one at a time, and reports each block's output
// and how it ended.
import { bytesOf } from '../../protocol/bytes.ts';
import { LabError } from '../errors.ts';
import { type Platform, sleep } from '../platform.ts';
import { MarkParser, type ShellEvent } from './marks.ts';
import { interrupt, STEP_PATIENCE, STOP_STEPS } from './stop.ts';
import type { Size } from './terminal.ts';
import { isAnswer, type OpenTerminal, type Terminal } from './terminal.ts';
import { TypedCommands, type TypingObserver } from './typed.ts';

/** How a run ended: with its last command's exit status, an incomplete command, the end of the shell, or the loss of the lab. */
export type RunEnd =
	| { how: 'status'; status: number }
	| { how: 'incomplete' }
	| { how: 'shell-ended'; status: number }
	| { how: 'lost' };

/** Follows what a shell shows besides the output of its runs: its screen, and commands typed by hand. */
export interface ShellObserver extends TypingObserver {
	/** Bytes of the terminal, including prompts and echoes. */
	screen(bytes: Uint8Array): void;
	/** The terminal has a new size. */
	resized(): void;
}

interface ActiveRun {
	/** False while the shell echoes its input; `accepting` is set by the last sequence of that echo. */
	accepted: boolean;
	accepting: boolean;
	/** Whether a command started or printed anything: a block of comments does neither. */
	active: boolean;
	/** True until the first bytes after the echo. */
	fresh: boolean;
	incomplete: boolean;
	onBytes: (bytes: Uint8Array) => void;
	finish: (end: RunEnd) => void;
}

/** Ctrl-E, Ctrl-U: readline discards a line that was typed but not entered. */
const CLEAR_LINE = '\x05\x15';
/** The leading blank keeps the command out of bash's history. */
const LINE_EDITOR_ON = " set -o emacs; bind 'set enable-bracketed-paste on'\r";
/** After a stop, a late Ctrl-C may still arrive and would interrupt the next block; in ms. */
const SETTLE = 150;
/** How often a stop step checks whether the block has ended; in ms. */
const POLL = 20;

export class Shell {
	/** Resolves with bash's exit status when the shell has ended; with null when the lab was lost. */
	readonly closed: Promise<number | null>;
	readonly #terminal: Terminal;
	readonly #platform: Platform;
	readonly #parser: MarkParser;
	#ready: () => void = () => {};
	#atPrompt: Promise<void> = Promise.resolve();
	#prompting = false;
	readonly #observer: ShellObserver | undefined;
	readonly #typed: TypedCommands;
	#run: ActiveRun | undefined;
	#lineEditor = false;
	/** True while our own command is turning the line editor back on. */
	#restoring = false;
	#stoppedAt = -SETTLE;
	#size: Size;

	/**
	 * Opens a shell and waits for its first prompt.
	 * @throws LabError `shell-failed` when it ends before its first prompt; the terminal's error when that cannot open
	 */
	static async open(
		openTerminal: OpenTerminal,
		size: Size,
		platform: Platform,
		observer?: ShellObserver,
	): Promise<Shell> {
		const key = platform.random(12);
		const shell = new Shell(await openTerminal(key, size), key, size, platform, observer);
		const ended = shell.closed.then((status) => {
			throw new LabError('shell-failed', `The shell ended at once, with status ${status}.`);
		});
		await Promise.race([shell.#atPrompt, ended]);
		return shell;
	}

	private constructor(terminal: Terminal, key: string, size: Size, platform: Platform, observer?: ShellObserver) {
		this.#terminal = terminal;
		this.#platform = platform;
		this.#parser = new MarkParser(key);
		this.#size = size;
		this.#observer = observer;
		this.#typed = new TypedCommands(observer);
		this.#leavePrompt();
		terminal.listen((chunk) => {
			for (const event of this.#parser.parse(chunk)) this.#take(event);
		});
		this.closed = terminal.exit.then(
			(status) => {
				this.#finish({ how: 'shell-ended', status });
				return status;
			},
			() => {
				this.#finish({ how: 'lost' });
				return null;
			},
		);
	}

	/**
	 * Runs a block of code as if it were pasted at the prompt.
	 * @param onBytes Receives the block's output as it arrives.
	 * @throws When another block is running.
	 */
	async run(code: string, onBytes: (bytes: Uint8Array) => void): Promise<RunEnd> {
		if (this.#run) throw new Error('the shell is busy');
		const ended = new Promise<RunEnd>((finish) => {
			this.#run = { accepted: false, accepting: false, active: false, fresh: true, incomplete: false, onBytes, finish };
		});
		const settle = this.#stoppedAt + SETTLE - this.#platform.now();
		if (settle > 0) await sleep(this.#platform, settle);
		await Promise.race([this.#atPrompt, ended]);
		if (this.#run) {
			this.#leavePrompt();
			// The text must not contain the sequence that ends a bracketed paste.
			const text = code.replaceAll('\x1b[201~', '').replace(/\n+$/, '');
			this.input(bytesOf(`${CLEAR_LINE}\x1b[200~${text}\x1b[201~\r`));
		}
		return ended;
	}

	/**
	 * Writes bytes as typed at the keyboard. The terminal's reply to a query is dropped when it arrives late or unasked: it would
	 * appear at the next prompt as typed text.
	 */
	input(bytes: Uint8Array): void {
		if (!isAnswer(bytes)) this.#terminal.write(bytes);
		else if (!this.#prompting) this.#terminal.answer(bytes);
	}

	get size(): Size {
		return this.#size;
	}

	resize(size: Size): void {
		if (size.cols === this.#size.cols && size.rows === this.#size.rows) return;
		this.#size = size;
		this.#terminal.resize(size);
		this.#observer?.resized();
	}

	/** Stops the running block step by step (see stop.ts), in the end by closing the shell. Resolves when it has ended. */
	async stop(): Promise<void> {
		const run = this.#run;
		for (const step of STOP_STEPS) if (await this.#stopped(run, step)) return;
		this.close();
		await this.closed;
	}

	/** Takes one step of a stop and waits. @returns Whether the run has ended. */
	async #stopped(run: ActiveRun | undefined, step: (terminal: Terminal) => void): Promise<boolean> {
		const over = () => !run || this.#run !== run;
		if (over()) return true;
		this.#stoppedAt = this.#platform.now();
		step(this.#terminal);
		for (let waited = 0; waited < STEP_PATIENCE && !over(); waited += POLL) await sleep(this.#platform, POLL);
		return over();
	}

	/** Stops reading from the lab until `resume`: backpressure makes its programs wait. */
	pause(): void {
		this.#terminal.pause();
	}

	resume(): void {
		this.#terminal.resume();
	}

	/** Ends the shell and everything in its session. */
	close(): void {
		this.#terminal.end();
	}

	#take(event: ShellEvent): void {
		switch (event.type) {
			case 'history':
				this.#typed.beginEntry();
				break;
			case 'done':
				this.#done(event.status);
				break;
			case 'prompt':
				// If a block replaced PROMPT_COMMAND, only the prompt marks its end, and the line editor is already on.
				if (this.#run?.accepted || this.#typed.running) {
					this.#done(event.status);
					this.#ready();
				}
				if (!this.#lineEditor && !this.#restoring) this.#restoreLineEditor();
				break;
			case 'more':
				if (this.#run && !this.#run.incomplete) this.#abandon(this.#run);
				break;
			case 'command':
				this.#begin();
				break;
			case 'line-editor':
				this.#switchLineEditor(event.on);
				this.#print(event.bytes);
				break;
			default:
				if (!this.#typed.takes(event.bytes)) this.#print(event.bytes);
		}
	}

	/** Abandons an incomplete block. bash may miss a Ctrl-C that arrives while it prints its PS2 prompt, so Ctrl-C repeats. */
	async #abandon(run: ActiveRun): Promise<void> {
		run.incomplete = true;
		while (!(await this.#stopped(run, interrupt)));
	}

	/** Blocks are pasted into the line editor: a block that turned it, or bracketed paste, off would be the shell's last. */
	#restoreLineEditor(): void {
		this.#restoring = true;
		this.input(bytesOf(LINE_EDITOR_ON));
	}

	/** A command begins: it belongs to the run, or was typed by hand. */
	#begin(): void {
		if (this.#restoring) return;
		if (this.#run) this.#run.active = true;
		else this.#typed.begin();
	}

	#switchLineEditor(on: boolean): void {
		const run = this.#run;
		this.#lineEditor = on;
		if (on) this.#restoring = false;
		if (on && this.#prompting && !run?.accepted) this.#ready();
		if (!on && this.#prompting && !run) this.#leavePrompt();
		// Everything up to here is the echo of the paste.
		if (!on && run && !run.accepted) run.accepting = true;
	}

	#print(bytes: Uint8Array): void {
		this.#observer?.screen(bytes);
		const run = this.#run;
		if (run?.accepted) this.#output(run, bytes);
		if (run?.accepting) run.accepted = true;
	}

	#done(status: number): void {
		this.#prompting = true;
		this.#typed.end(status);
		const run = this.#run;
		if (!run?.accepted) return;
		this.#finish(run.incomplete ? { how: 'incomplete' } : { how: 'status', status: run.active ? status : 0 });
	}

	#output(run: ActiveRun, bytes: Uint8Array): void {
		if (run.incomplete) return;
		// readline itself prints a carriage return when it leaves the line.
		const own = run.fresh && bytes[0] === 0x0d ? bytes.subarray(1) : bytes;
		run.fresh = false;
		if (own.length === 0) return;
		run.active = true;
		run.onBytes(own);
	}

	#leavePrompt(): void {
		this.#prompting = false;
		this.#atPrompt = new Promise((resolve) => {
			this.#ready = resolve;
		});
	}

	#finish(end: RunEnd): void {
		const run = this.#run;
		this.#run = undefined;
		run?.finish(end);
	}
}
