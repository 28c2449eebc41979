// A shell of a lab: one bash on a terminal that stays open, is given blocks of code one at a time and
// says for each what it printed and how it ended.
import { randomBytes } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import {
	answerFrame,
	endOfInputFrame,
	inputFrame,
	isAnswer,
	resizeFrame,
	type Size,
	signalFrame,
} from '../docker/pty-host-frames.ts';
import { MarkParser, type ShellEvent } from './marks.ts';
import { TypedCommands, type TypingObserver } from './typed.ts';

/** A process inside the lab, its streams, and its end. */
export interface ShellProcess {
	stdin: Writable;
	stdout: Readable;
	exit: Promise<number>;
	end(): void;
}

/** How a run ended: the status of its last command, an unfinished command, the end of the shell, or that of its lab. */
export type RunEnd =
	| { how: 'status'; status: number }
	| { how: 'incomplete' }
	| { how: 'shell-ended'; status: number }
	| { how: 'lost' };

/** What a shell shows besides the output of its runs: its screen, and what is typed there by hand. */
export interface ShellObserver extends TypingObserver {
	/** Bytes of the terminal, prompts and echoes included. */
	screen(bytes: Buffer): void;
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
	onBytes: (bytes: Buffer) => void;
	finish: (end: RunEnd) => void;
}

const PTY_HOST = '/usr/local/lib/underbridge/pty-host';
const CTRL_C_FRAME = inputFrame(Buffer.from('\x03'));
/** Ctrl-E, Ctrl-U: readline forgets what was typed at the prompt and not entered. */
const CLEAR_LINE = '\x05\x15';
/** The blank before it keeps it out of bash's history. */
const LINE_EDITOR_ON = " set -o emacs; bind 'set enable-bracketed-paste on'\r";
const SIGINT = 2;
const SIGKILL = 9;
/** Between the steps of a stop, from polite to final; in ms. */
const PATIENCE = 500;
/** After a stop, a late Ctrl-C may still be on its way and would take the next block with it; in ms. */
const SETTLE = 150;

export class Shell {
	/** Resolves with bash's status when the shell is over; null where it went with its lab. */
	readonly closed: Promise<number | null>;
	readonly #process: ShellProcess;
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
	 * @param start Starts a program inside the lab, without a terminal of its own.
	 * @throws When the shell ends before its first prompt.
	 */
	static async open(
		start: (argv: string[]) => Promise<ShellProcess>,
		size: Size,
		observer?: ShellObserver,
	): Promise<Shell> {
		const key = randomBytes(12).toString('hex');
		const process = await start([PTY_HOST, String(size.rows), String(size.cols)]);
		process.stdin.write(`${key}\n`);
		const shell = new Shell(process, key, size, observer);
		const ended = shell.closed.then((status) =>
			Promise.reject(new Error(`the shell ended at once, with status ${status}`)),
		);
		await Promise.race([shell.#atPrompt, ended]);
		return shell;
	}

	private constructor(process: ShellProcess, key: string, size: Size, observer?: ShellObserver) {
		this.#process = process;
		this.#parser = new MarkParser(key);
		this.#size = size;
		this.#observer = observer;
		this.#typed = new TypedCommands(observer);
		this.#leavePrompt();
		process.stdin.on('error', () => {});
		process.stdout.on('data', (chunk: Buffer) => {
			for (const event of this.#parser.parse(chunk)) this.#take(event);
		});
		this.closed = process.exit.then(
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
	async run(code: string, onBytes: (bytes: Buffer) => void): Promise<RunEnd> {
		if (this.#run) throw new Error('the shell is busy');
		const ended = new Promise<RunEnd>((finish) => {
			this.#run = { accepted: false, accepting: false, active: false, fresh: true, incomplete: false, onBytes, finish };
		});
		const settle = this.#stoppedAt + SETTLE - performance.now();
		if (settle > 0) await delay(settle);
		await Promise.race([this.#atPrompt, ended]);
		if (this.#run) {
			this.#leavePrompt();
			// A paste cannot contain the sequence that ends it.
			const text = code.replaceAll('\x1b[201~', '').replace(/\n+$/, '');
			this.input(Buffer.from(`${CLEAR_LINE}\x1b[200~${text}\x1b[201~\r`));
		}
		return ended;
	}

	/**
	 * Bytes for the terminal, as typed at the keyboard. An answer of the terminal's own that comes too late, or that nobody
	 * waits for, is dropped: it would stand at the next prompt as if it had been typed.
	 */
	input(bytes: Buffer): void {
		const answers = isAnswer(bytes);
		if (answers && this.#prompting) return;
		this.#process.stdin.write(answers ? answerFrame(bytes) : inputFrame(bytes));
	}

	/** The terminal's size now. */
	get size(): Size {
		return this.#size;
	}

	resize(size: Size): void {
		if (size.cols === this.#size.cols && size.rows === this.#size.rows) return;
		this.#size = size;
		this.#process.stdin.write(resizeFrame(size));
		this.#observer?.resized();
	}

	/**
	 * Stops the block that is being run: Ctrl-C first, then the end of its input, which a shell in a container heeds, then the
	 * end of its process group, then, where the shell itself is held up, the end of the shell. Returns when the block has ended.
	 */
	async stop(): Promise<void> {
		const run = this.#run;
		const over = () => this.#run !== run;
		const kill = [CTRL_C_FRAME, signalFrame(SIGKILL)];
		for (const step of [[CTRL_C_FRAME, signalFrame(SIGINT)], [endOfInputFrame()], kill, kill, kill]) {
			if (!run || over()) return;
			this.#stoppedAt = performance.now();
			for (const frame of step) this.#process.stdin.write(frame);
			for (let waited = 0; waited < PATIENCE && !over(); waited += 20) await delay(20);
		}
		if (over()) return;
		this.close();
		await this.closed;
	}

	/** Stops reading from the lab until `resume`, so that its programs wait. */
	pause(): void {
		this.#process.stdout.pause();
	}

	resume(): void {
		this.#process.stdout.resume();
	}

	/** Ends the shell and everything in its session. */
	close(): void {
		this.#process.end();
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
		while (this.#run === run) {
			this.#stoppedAt = performance.now();
			this.#process.stdin.write(CTRL_C_FRAME);
			for (let waited = 0; waited < PATIENCE && this.#run === run; waited += 20) await delay(20);
		}
	}

	/** The line editor takes the blocks: one that turns it off, or its pastes, would be the shell's last. */
	#restoreLineEditor(): void {
		this.#restoring = true;
		this.input(Buffer.from(LINE_EDITOR_ON));
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

	#print(bytes: Buffer): void {
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

	#output(run: ActiveRun, bytes: Buffer): void {
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
