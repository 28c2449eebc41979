// One execution of one snippet: where it stands, what it printed, and whether that was what was expected.
import { randomBytes } from 'node:crypto';
import type { RunEnd, Shell } from '../lab/shell/shell.ts';
import type { RunPhase, RunState, RunTrouble } from '../protocol/messages.ts';
import { evaluate } from '../snippets/expectation.ts';
import type { Snippet } from '../snippets/manifest.ts';
import { plainText } from '../snippets/plain-text.ts';
import { Output } from './output.ts';

/** What a run tells those who watch it. */
export interface RunWatcher {
	/** The run's state changed. */
	changed(run: Run): void;
	/** The run printed something. */
	printed(run: Run): void;
}

type RunProgress = Pick<RunState, 'phase' | 'exit' | 'duration' | 'expectation'>;

let channels = 0;

export class Run {
	readonly id = randomBytes(16).toString('hex');
	readonly channel = ++channels;
	readonly output = new Output();
	readonly snippet: Snippet;
	/** `docker0#d0-3` */
	readonly reference: string;
	readonly #watcher: RunWatcher;
	#shell: Shell | undefined;
	#stopped = false;
	#trouble: RunTrouble | null = null;
	#state: RunProgress = { phase: 'starting', exit: null, duration: null, expectation: [] };

	constructor(snippet: Snippet, watcher: RunWatcher) {
		this.snippet = snippet;
		this.reference = `${snippet.page}#${snippet.id}`;
		this.#watcher = watcher;
	}

	get state(): RunState {
		return {
			id: this.id,
			channel: this.channel,
			snippet: this.reference,
			printed: this.output.end,
			trouble: this.#trouble,
			...this.#state,
		};
	}

	get phase(): RunPhase {
		return this.#state.phase;
	}

	get over(): boolean {
		return this.phase !== 'starting' && this.phase !== 'running';
	}

	/** The shell that runs it, while it does. */
	get shell(): Shell | undefined {
		return this.#shell;
	}

	/** Runs the snippet in `shell`, to its end. A run that was stopped before does nothing. */
	async execute(shell: Shell): Promise<void> {
		if (this.over) return;
		this.#shell = shell;
		const started = performance.now();
		this.#change({ phase: 'running' });
		const limit = this.#limit();
		const end = await shell.run(this.snippet.code, (bytes) => {
			this.output.append(bytes);
			this.#watcher.printed(this);
		});
		clearTimeout(limit);
		this.#shell = undefined;
		this.#end(end, performance.now() - started);
	}

	/** Stops the run, whether it has begun or still waits. Resolves when it is over. */
	async stop(): Promise<void> {
		if (this.over) return;
		this.#stopped = true;
		if (!this.#shell) return this.#change({ phase: 'stopped' });
		// A page that is slow to read must not hold up the end.
		this.#shell.resume();
		await this.#shell.stop();
	}

	/** Ends a run that could not go on, for a reason outside its code. `why` is added to its output, where given. */
	fail(trouble: RunTrouble, why?: string): void {
		if (this.over) return;
		this.#trouble = trouble;
		if (why) {
			this.output.append(Buffer.from(why.replaceAll(/\r?\n/g, '\r\n')));
			this.#watcher.printed(this);
		}
		this.#change({ phase: 'failed' });
	}

	/** A block that is meant to stay, or to be typed into, may take as long as it likes. */
	#limit(): NodeJS.Timeout | undefined {
		if (this.snippet.background || this.snippet.tty) return undefined;
		return setTimeout(() => {
			this.#trouble = 'timeout';
			this.#shell?.resume();
			this.#shell?.stop();
		}, this.snippet.timeout * 1000);
	}

	#end(end: RunEnd, duration: number): void {
		const exit = end.how === 'incomplete' ? null : end.status;
		const expectation = evaluate(this.snippet.expect, plainText(this.output.text()));
		if (!this.#trouble && end.how !== 'status') this.#trouble = end.how;
		const passed =
			!this.#trouble &&
			(this.snippet.exit === 'any' || exit === this.snippet.exit) &&
			expectation.every((line) => line.met);
		if (this.over) return;
		this.#change({ phase: this.#stopped ? 'stopped' : passed ? 'passed' : 'failed', exit, duration, expectation });
	}

	#change(change: Partial<RunProgress>): void {
		this.#state = { ...this.#state, ...change };
		this.#watcher.changed(this);
	}
}
