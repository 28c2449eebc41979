// A shell of a lab: one bash on a terminal that stays open, is given blocks of code one at a time and
// says for each what it printed and how it ended.
import { bytesOf } from '../../protocol/bytes.ts';
import { LabError } from '../errors.ts';
import { type Platform, sleep } from '../platform.ts';
import { MarkParser, type ShellEvent } from './marks.ts';
import { interrupt, STEP_PATIENCE, STOP_STEPS } from './stop.ts';
import type { Size } from './terminal.ts';
import { isAnswer, type OpenTerminal, type Terminal } from './terminal.ts';
import { TypedCommands, type TypingObserver } from './typed.ts';

/** How a run ended: the status of its last command, an unfinished command, the end of the shell, or that of its lab. */
export type RunEnd =
	| { how: 'status'; status: number }
	| { how: 'incomplete' }
	| { how: 'shell-ended'; status: number }
	| { how: 'lost' };

/** What a shell shows besides the output of its runs: its screen, and what is typed there by hand. */
export interface ShellObserver extends TypingObserver {
	/** Bytes of the terminal, prompts and echoes included. */
	screen(bytes: Uint8Array): void;
	/** The terminal has a new size. */
	resized(): void;
}

interface ActiveRun {
	/** False while the shell only echoes what it was sent; `accepting` at the last sequence of that echo. */
	accepted: boolean;
	accepting: boolean;
	/** Whether a command was started, or anything printed: a block of comments does neither. */
	active: boolean;
	/** Until the first bytes after the echo. */
	fresh: boolean;
	incomplete: boolean;
	onBytes: (bytes: Uint8Array) => void;
	finish: (end: RunEnd) => void;
}

/** Ctrl-E, Ctrl-U: readline forgets what was typed at the prompt and not entered. */
const CLEAR_LINE = '\x05\x15';
/** The blank before it keeps it out of bash's history. */
const LINE_EDITOR_ON = " set -o emacs; bind 'set enable-bracketed-paste on'\r";
/** After a stop, a late Ctrl-C may still be on its way and would take the next block with it; in ms. */
const SETTLE = 150;
/** How often a step of a stop looks whether the block has ended; in ms. */
const LOOK = 20;

export class Shell {
	/** Resolves with bash's status when the shell is over; null where it went with its lab. */
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
	/** From the command, which nobody typed, that turns the line editor on again, until it is on. */
	#restoring = false;
	#stoppedAt = -SETTLE;
	#size: Size;

	/**
	 * Opens a shell and waits for its first prompt.
	 * @throws LabError `shell-failed` when it ends before its first prompt; what keeps the terminal from opening
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
	 * @param onBytes Gets what the block prints, as it is printed.
	 * @throws When another block is being run.
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
			// A paste cannot contain the sequence that ends it.
			const text = code.replaceAll('\x1b[201~', '').replace(/\n+$/, '');
			this.input(bytesOf(`${CLEAR_LINE}\x1b[200~${text}\x1b[201~\r`));
		}
		return ended;
	}

	/**
	 * Bytes for the terminal, as typed at the keyboard. An answer of the terminal's own that comes too late, or that nobody
	 * waits for, is dropped: it would stand at the next prompt as if it had been typed.
	 */
	input(bytes: Uint8Array): void {
		if (!isAnswer(bytes)) this.#terminal.write(bytes);
		else if (!this.#prompting) this.#terminal.answer(bytes);
	}

	/** The terminal's size now. */
	get size(): Size {
		return this.#size;
	}

	resize(size: Size): void {
		if (size.cols === this.#size.cols && size.rows === this.#size.rows) return;
		this.#size = size;
		this.#terminal.resize(size);
		this.#observer?.resized();
	}

	/** Stops the block that is being run, step by step (see stop.ts), at last with the shell. Returns when it has ended. */
	async stop(): Promise<void> {
		const run = this.#run;
		for (const step of STOP_STEPS) if (await this.#stopped(run, step)) return;
		this.close();
		await this.closed;
	}

	/** Takes one step of a stop. @returns Whether the run has ended by then. */
	async #stopped(run: ActiveRun | undefined, step: (terminal: Terminal) => void): Promise<boolean> {
		const over = () => !run || this.#run !== run;
		if (over()) return true;
		this.#stoppedAt = this.#platform.now();
		step(this.#terminal);
		for (let waited = 0; waited < STEP_PATIENCE && !over(); waited += LOOK) await sleep(this.#platform, LOOK);
		return over();
	}

	/** Stops reading from the lab until `resume`, so that its programs wait. */
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
				// Where a block replaced PROMPT_COMMAND, its end is told by the prompt alone, whose line editor is on already.
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

	/** Gives up a block that is incomplete. bash may miss a Ctrl-C that comes while it shows that it wants more. */
	async #abandon(run: ActiveRun): Promise<void> {
		run.incomplete = true;
		while (!(await this.#stopped(run, interrupt)));
	}

	/** The line editor takes the blocks: one that turns it off, or its pastes, would be the shell's last. */
	#restoreLineEditor(): void {
		this.#restoring = true;
		this.input(bytesOf(LINE_EDITOR_ON));
	}

	/** A command begins: of the run, or else of the person at the keyboard. */
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
		// What comes before is the echo of the paste.
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
		// readline leaves its line with a carriage return of its own.
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
