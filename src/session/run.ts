// One execution of a snippet, of a reader's edit of it, or of a command typed by hand: its state, its output, and whether the
// output met the expectation.

import type { Platform } from '../lab/platform.ts';
import type { RunEnd, Shell } from '../lab/shell/shell.ts';
import type { Size } from '../lab/shell/terminal.ts';
import { bytesOf } from '../protocol/bytes.ts';
import type { RunPhase, RunState, RunTrouble } from '../protocol/messages.ts';
import type { Snippet } from '../snippets/snippet.ts';
import { evaluate } from '../transcript/expectation.ts';
import { screenText } from '../transcript/screen-text.ts';
import { whenAwakeFor } from './awake-timer.ts';
import { Output } from './output.ts';
import { isOver, isUnexplained, next, type RunEvent, type RunProgress, STARTING } from './run-state.ts';
import { newChannel, type Stream } from './stream.ts';

/** What to run, and for which page. */
export interface Job {
	page: string;
	shell: string;
	/** Undefined for a command typed by hand. */
	snippet?: Snippet;
	/** The reader's edit of the snippet, if any; for a typed command its line, once known. */
	code?: string;
	size: Size;
}

/** Follows a run. */
export interface RunWatcher {
	/** The run's state changed. */
	changed(run: Run): void;
	/** The run printed something. */
	printed(run: Run): void;
}

/** Bytes kept of a stopped run's output, so that the reader does not wait for a flood to be drawn. */
const KEPT_OF_STOPPED = 128 * 1024;

/** Asks the lab which of its limits a failed run hit, if any. */
export type Diagnose = (run: Run, exit: number) => Promise<RunTrouble | null>;

export class Run implements Stream {
	readonly id: string;
	readonly channel = newChannel();
	readonly output = new Output();
	readonly job: Job;
	readonly #watcher: RunWatcher;
	readonly #platform: Platform;
	#shell: Shell | undefined;
	#progress: RunProgress = STARTING;

	constructor(job: Job, platform: Platform, watcher: RunWatcher) {
		this.id = platform.random(16);
		this.job = job;
		this.#platform = platform;
		this.#watcher = watcher;
	}

	/** `docker0#d0-3`; null for a command typed by hand. */
	get reference(): string | null {
		const { snippet } = this.job;
		return snippet ? `${snippet.page}#${snippet.id}` : null;
	}

	get state(): RunState {
		const { page, shell, code = null } = this.job;
		const { began, stopping, ...progress } = this.#progress;
		return {
			id: this.id,
			channel: this.channel,
			page,
			shell,
			snippet: this.reference,
			code,
			...(this.#shell?.size ?? this.job.size),
			printed: this.output.end,
			...progress,
		};
	}

	get phase(): RunPhase {
		return this.#progress.phase;
	}

	get over(): boolean {
		return isOver(this.#progress);
	}

	/** The shell that runs it, while it runs. */
	get shell(): Shell | undefined {
		return this.#shell;
	}

	/** Runs its code in `shell` and waits for the end. Does nothing when the run was already stopped. */
	async execute(shell: Shell, snippet: Snippet, diagnose: Diagnose): Promise<void> {
		if (this.over) return;
		this.begin(shell);
		const limit = this.#limit(snippet);
		const end = await shell.run(this.job.code ?? snippet.code, (bytes) => this.print(bytes));
		limit?.();
		await this.#judge(end, snippet, diagnose);
	}

	/** Marks the run as running. */
	begin(shell: Shell): void {
		this.#shell = shell;
		this.#take({ type: 'begun', at: this.#platform.now() });
		this.#platform.tell({ type: 'run-started', snippet: this.reference });
	}

	print(bytes: Uint8Array): void {
		this.output.append(bytes);
		this.#watcher.printed(this);
	}

	/** A typed command has ended. */
	endTyped(status: number, command: string): void {
		this.job.code = command;
		this.#end({ type: 'ended', end: { how: 'status', status }, wanted: 0, expectation: [], limit: null });
	}

	/** Stops the run, even if it still waits. Resolves when it is over. */
	async stop(): Promise<void> {
		if (this.over) return;
		this.#take({ type: 'stop-asked' });
		// The shell may be paused for a slow page, which must not delay the end.
		this.#shell?.resume();
		await this.#shell?.stop();
	}

	/** Ends a run that cannot continue, for a reason outside its code. Appends `why` to its output. */
	fail(trouble: RunTrouble, why = '', missing: string[] = []): void {
		if (this.over) return;
		if (why) this.print(bytesOf(why.replaceAll(/\r?\n/g, '\r\n')));
		this.#end({ type: 'failed', trouble, missing });
	}

	/** Sets the time limit; blocks that run in the background or take typing have none. @returns A function that cancels it. */
	#limit(snippet: Snippet): (() => void) | undefined {
		if (snippet.background || snippet.tty) return undefined;
		return whenAwakeFor(this.#platform, snippet.timeout * 1000, () => {
			this.#take({ type: 'timed-out' });
			this.#shell?.resume();
			this.#shell?.stop();
		});
	}

	async #judge(end: RunEnd, snippet: Snippet, diagnose: Diagnose): Promise<void> {
		if (this.over) return;
		// A reader's edit is judged by its exit status alone.
		const edited = this.job.code !== undefined;
		const lines = edited ? [] : snippet.expect;
		const text = lines.length > 0 ? await screenText(this.output.bytes(), this.state) : '';
		const expectation = evaluate(lines, text);
		const wanted = edited ? 0 : snippet.exit;
		const unexplained = 'status' in end && isUnexplained(this.#progress, end, wanted);
		const limit = unexplained ? await diagnose(this, end.status) : null;
		this.#end({ type: 'ended', end, wanted, expectation, limit });
	}

	#end(
		event: Omit<Extract<RunEvent, { type: 'ended' }>, 'at'> | Omit<Extract<RunEvent, { type: 'failed' }>, 'at'>,
	): void {
		if (this.over) return;
		if (this.#shell) this.job.size = this.#shell.size;
		// The reader has stopped the run and does not want to wait for a flood.
		if (this.#progress.stopping) this.output.keep(KEPT_OF_STOPPED);
		// A page that lags behind this run must not hold up the next one.
		this.#shell?.resume();
		this.#shell = undefined;
		this.#take({ ...event, at: this.#platform.now() });
	}

	#take(event: RunEvent): void {
		const before = this.#progress;
		this.#progress = next(before, event);
		if (this.#progress.phase === before.phase) return;
		this.#watcher.changed(this);
		const { phase, trouble, exit, duration: ms } = this.#progress;
		if (this.over)
			this.#platform.tell({
				type: 'run-ended',
				snippet: this.reference,
				phase,
				trouble,
				exit,
				ms,
				bytes: this.output.end,
			});
	}
}
