// One execution: of a snippet, of what a reader made of it, or of what was typed by hand. Where it stands, what it
// printed, and whether that was what was expected.
import { randomBytes } from 'node:crypto';
import type { Size } from '../lab/docker/pty-host-frames.ts';
import type { RunEnd, Shell } from '../lab/shell/shell.ts';
import type { RunPhase, RunState, RunTrouble } from '../protocol/messages.ts';
import type { Snippet } from '../snippets/manifest.ts';
import { evaluate } from '../transcript/expectation.ts';
import { plainText } from '../transcript/plain-text.ts';
import { whenAwakeFor } from './awake-timer.ts';
import { Output } from './output.ts';
import { newChannel, type Stream } from './stream.ts';

/** What is run, and for which page. */
export interface Job {
	page: string;
	shell: string;
	/** Undefined for what was typed by hand. */
	snippet?: Snippet;
	/** What the reader made of the snippet, if anything; for typed commands their line, once it is known. */
	code?: string;
	size: Size;
}

/** What a run tells those who watch it. */
export interface RunWatcher {
	/** The run's state changed. */
	changed(run: Run): void;
	/** The run printed something. */
	printed(run: Run): void;
}

/** Bytes of a stopped run that are kept, where more of them have yet to be drawn than a reader would wait for. */
const KEPT_OF_STOPPED = 128 * 1024;

type Progress = Pick<RunState, 'phase' | 'exit' | 'duration' | 'expectation' | 'missing' | 'trouble'>;

export class Run implements Stream {
	readonly id = randomBytes(16).toString('hex');
	readonly channel = newChannel();
	readonly output = new Output();
	readonly job: Job;
	readonly #watcher: RunWatcher;
	#shell: Shell | undefined;
	#stopped = false;
	#began = 0;
	#progress: Progress = {
		phase: 'starting',
		exit: null,
		duration: null,
		expectation: [],
		missing: [],
		trouble: null,
	};

	constructor(job: Job, watcher: RunWatcher) {
		this.job = job;
		this.#watcher = watcher;
	}

	/** `docker0#d0-3`; null for what was typed by hand. */
	get reference(): string | null {
		const { snippet } = this.job;
		return snippet ? `${snippet.page}#${snippet.id}` : null;
	}

	get state(): RunState {
		const { page, shell, code = null } = this.job;
		return {
			id: this.id,
			channel: this.channel,
			page,
			shell,
			snippet: this.reference,
			code,
			...(this.#shell?.size ?? this.job.size),
			printed: this.output.end,
			...this.#progress,
		};
	}

	get phase(): RunPhase {
		return this.#progress.phase;
	}

	get over(): boolean {
		return this.phase !== 'starting' && this.phase !== 'running';
	}

	/** The shell that runs it, while it does. */
	get shell(): Shell | undefined {
		return this.#shell;
	}

	/** Runs its code in `shell`, to its end. A run that was stopped before does nothing. */
	async execute(
		shell: Shell,
		snippet: Snippet,
		diagnose: (run: Run, exit: number) => Promise<RunTrouble | null>,
	): Promise<void> {
		if (this.over) return;
		this.begin(shell);
		const limit = this.#limit(snippet);
		const end = await shell.run(this.job.code ?? snippet.code, (bytes) => this.print(bytes));
		limit?.();
		await this.#judge(end, snippet, diagnose);
	}

	/** It runs now. */
	begin(shell: Shell): void {
		this.#shell = shell;
		this.#began = performance.now();
		this.#change({ phase: 'running' });
	}

	print(bytes: Buffer): void {
		this.output.append(bytes);
		this.#watcher.printed(this);
	}

	/** A typed command has ended. */
	endTyped(exit: number, command: string): void {
		this.job.code = command;
		this.#end({ phase: exit === 0 ? 'passed' : 'failed', exit });
	}

	/** Stops the run, whether it has begun or still waits. Resolves when it is over. */
	async stop(): Promise<void> {
		if (this.over) return;
		this.#stopped = true;
		if (!this.#shell) {
			this.#change({ phase: 'stopped' });
			return;
		}
		// A page that is slow to read must not hold up the end.
		this.#shell.resume();
		await this.#shell.stop();
	}

	/** Ends a run that could not go on, for a reason outside its code. `why` is added to its output, where given. */
	fail(trouble: RunTrouble, why = '', missing: string[] = []): void {
		if (this.over) return;
		if (why) this.print(Buffer.from(why.replaceAll(/\r?\n/g, '\r\n')));
		this.#end({ phase: 'failed', trouble, missing });
	}

	/** A block that is meant to stay, or to be typed into, may take as long as it likes. */
	#limit(snippet: Snippet): (() => void) | undefined {
		if (snippet.background || snippet.tty) return undefined;
		return whenAwakeFor(snippet.timeout * 1000, () => {
			this.#progress.trouble = 'timeout';
			this.#shell?.resume();
			this.#shell?.stop();
		});
	}

	async #judge(
		end: RunEnd,
		snippet: Snippet,
		diagnose: (run: Run, exit: number) => Promise<RunTrouble | null>,
	): Promise<void> {
		if (this.over) return;
		const exit = 'status' in end ? end.status : null;
		// What a reader wrote is judged by its status alone.
		const edited = this.job.code !== undefined;
		const expectation = edited ? [] : evaluate(snippet.expect, plainText(this.output.text()));
		const wanted = edited ? 0 : snippet.exit;
		const asWanted = end.how === 'status' && (wanted === 'any' || exit === wanted);
		const late = this.#progress.trouble === 'timeout' && end.how === 'shell-ended';
		let trouble = late ? 'timeout-shell-ended' : (this.#progress.trouble ?? troubleOf(end));
		if (!trouble && !asWanted && exit !== null && !this.#stopped) trouble = await diagnose(this, exit);
		const passed = !trouble && asWanted && expectation.every((line) => line.met);
		// Nobody waits for a flood to be drawn that they have stopped.
		if (this.#stopped) this.output.keep(KEPT_OF_STOPPED);
		this.#end({ phase: this.#stopped ? 'stopped' : passed ? 'passed' : 'failed', exit, expectation, trouble });
	}

	#end(change: Partial<Progress>): void {
		const duration = this.#shell ? performance.now() - this.#began : null;
		if (this.#shell) this.job.size = this.#shell.size;
		// A page that is behind with this run must not hold up the next one.
		this.#shell?.resume();
		this.#shell = undefined;
		this.#change({ duration, ...change });
	}

	#change(change: Partial<Progress>): void {
		this.#progress = { ...this.#progress, ...change };
		this.#watcher.changed(this);
	}
}

/** What a run's end says by itself went wrong. */
function troubleOf({ how }: RunEnd): RunTrouble | null {
	if (how === 'status') return null;
	return how === 'lost' ? 'lab-gone' : how;
}
