// Plays a reader on a page: clicks blocks, types where input is wanted, and records what each block printed and when. It uses
// the same session as a companion's readers.
import type { Platform } from '../lab/platform.ts';
import type { LabState, RunState } from '../protocol/messages.ts';
import { neededBy } from '../session/needs.ts';
import { type Labs, Reader, type ReaderWatcher, type TryResult } from '../session/reader.ts';
import type { Run } from '../session/run.ts';
import type { PlacedSnippet } from '../session/scene.ts';
import type { ManifestPage, Snippet } from '../snippets/snippet.ts';

/** The size of the terminal that pages are played in. */
export const SIZE = { cols: 100, rows: 24 };
/** Debounce: the next line is typed this long after a program's last output; in ms. */
const TYPING_PAUSE = 700;
/** Polling interval for that; in ms. */
const LOOK = 50;

/** A clicked block. */
export interface Played {
	run: Run;
	/** Pieces of output, each with its time in seconds since the block began. */
	events: [seconds: number, text: string][];
	/** Resolves with the run's final state. */
	over: Promise<RunState>;
	/** Stops recording output. */
	mute(): void;
	/** Stops the run, like a reader's Stop button. */
	stop(): Promise<void>;
}

export class Player {
	readonly #reader: Reader;
	readonly #page: ManifestPage;
	readonly #platform: Platform;
	readonly #labs: Labs;
	/** Is told how the lab is, while somebody waits to know. */
	#known: ((lab: LabState) => void) | undefined;
	readonly #watched = new Map<Run, { changed: () => void; printed: () => void }>();

	constructor(labs: Labs, page: ManifestPage, platform: Platform) {
		this.#labs = labs;
		this.#page = page;
		this.#platform = platform;
		this.#reader = new Reader(labs, platform);
		const watcher: ReaderWatcher = {
			changed: (run) => this.#watched.get(run)?.changed(),
			printed: (run) => this.#watched.get(run)?.printed(),
			labChanged: (lab) => this.#known?.(lab),
			shellChanged: () => {},
			wasReset: () => {},
		};
		this.#reader.watchers.add(watcher);
	}

	/**
	 * Clicks a block.
	 * @param limit Stops a block that runs longer, like an impatient reader; in ms.
	 */
	click(snippet: Snippet, limit?: number): Played {
		const began = this.#platform.now();
		const run = this.#reader.run(this.#place(snippet), SIZE, false);
		if (typeof run === 'string') throw new Error(`${snippet.id} was refused: ${run}`);
		const decoder = new TextDecoder();
		const events: Played['events'] = [];
		const lines = snippet.type.map((line) => `${line}\r`);
		let started = began;
		let lastOutput = began;
		let read = 0;
		let muted = false;
		let begun = false;
		const printed = () => {
			const bytes = run.output.read(Math.max(read, run.output.start), Number.POSITIVE_INFINITY);
			read = run.output.end;
			lastOutput = this.#platform.now();
			if (!muted) events.push([(lastOutput - started) / 1000, decoder.decode(bytes, { stream: true })]);
		};
		let stopTyping = () => {};
		const type = () => {
			const quiet = this.#platform.now() - lastOutput;
			const line = events.length > 0 && quiet >= TYPING_PAUSE ? lines.shift() : undefined;
			if (line !== undefined) {
				run.shell?.input(new TextEncoder().encode(line));
				lastOutput = this.#platform.now();
			}
			stopTyping = lines.length > 0 ? this.#platform.after(LOOK, type) : () => {};
		};
		let stopLimit = () => {};
		const over = new Promise<RunState>((resolve) => {
			const changed = () => {
				// A run says again that it runs when its terminal has a new size.
				if (run.phase === 'running' && !begun) {
					begun = true;
					started = this.#platform.now();
					if (limit !== undefined) stopLimit = this.#platform.after(limit, () => void run.stop());
					type();
				}
				if (!run.over) return;
				stopTyping();
				stopLimit();
				this.#watched.delete(run);
				resolve(run.state);
			};
			this.#watched.set(run, { changed, printed });
			if (run.over) changed();
		});
		return {
			run,
			events,
			over,
			mute: () => {
				muted = true;
			},
			stop: () => run.stop(),
		};
	}

	/** Whether a snippet's `holds` fence succeeds. */
	async holds(snippet: Snippet): Promise<boolean> {
		return !(await this.#reader.absent(this.#place(snippet), [snippet])).has(snippet.id);
	}

	/** The snippets that a reader would have to run before this one, in order. */
	async missing(snippet: Snippet): Promise<Snippet[]> {
		if (snippet.needs.length === 0) return [];
		const absent = await this.#reader.absent(this.#place(snippet), neededBy(snippet, this.#page));
		return neededBy(snippet, this.#page, absent);
	}

	/** Runs an exercise's check, or the script that breaks a case. */
	try(snippet: Snippet): Promise<TryResult> {
		return this.#reader.try(this.#place(snippet));
	}

	/** The player leaves the chapter, so that its scene is built anew for the next block. */
	leaveChapter(): Promise<void> {
		return this.#reader.leaveChapter();
	}

	/** The version of the engine in the player's lab, which says it some time after it has begun to run blocks. Empty without a lab. */
	async engine(): Promise<string> {
		const starting = new Promise<LabState>((resolve) => {
			this.#known = (lab) => lab.state !== 'starting' && resolve(lab);
			this.#known(this.#reader.lab);
		});
		const lab = await starting;
		return lab.state === 'ready' ? lab.engine : '';
	}

	/** Ends the player's lab and everything that runs in it. */
	async leave(): Promise<void> {
		await this.#reader.endLab('idle');
		this.#labs.warmUp();
	}

	#place(snippet: Snippet): PlacedSnippet {
		return { snippet, page: this.#page, language: 'en' };
	}
}
