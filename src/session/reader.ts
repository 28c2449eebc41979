// A reader: one browser, with one lab at a time and the runs that its pages show.
import type { Lab } from '../lab/contract.ts';
import { engineGone, isLabError } from '../lab/errors.ts';
import type { Platform } from '../lab/platform.ts';
import type { Size } from '../lab/shell/terminal.ts';
import { MOST_RUNS_KEPT } from '../protocol/limits.ts';
import type { LabEnd, LabState, Refusal, RunTrouble } from '../protocol/messages.ts';
import type { Snippet } from '../snippets/snippet.ts';
import { causeOf } from '../telemetry/events.ts';
import { LabSession } from './lab-session.ts';
import type { LabShell, LabShellWatcher } from './lab-shell.ts';
import { type Job, Run, type RunWatcher } from './run.ts';
import type { PlacedSnippet } from './scene.ts';
import { labEndOf, troubleOf } from './trouble.ts';

/** Follows a reader; each open page is one. */
export interface ReaderWatcher extends RunWatcher {
	labChanged(lab: LabState): void;
	shellChanged(shell: LabShell): void;
	/** All runs and shells are gone with their lab. */
	wasReset(): void;
}

/** Where a reader's labs come from; `LabPool` is one. */
export interface Labs {
	/** Hands out a fresh lab; `makeRoom` resolves when the reader's last one is removed, for when there is no room beside it. */
	take(makeRoom?: () => Promise<unknown>): Promise<Lab>;
	/** Starts the next lab in advance, now that nobody is waiting. */
	warmUp(): void;
	/** Whether labs are available at all. */
	answers(): Promise<boolean>;
	/** Whether all labs have been ended: whoever did that has told so. */
	readonly closed: boolean;
}

/** The result of an exercise's check, or of breaking a clinic case. */
export interface TryResult {
	ok: boolean;
	/** The script's output. */
	said: string;
	trouble: RunTrouble | null;
}

/** One reader's maximum number of runs that wait or run at the same time. */
const MOST_RUNS = 20;

export class Reader implements LabShellWatcher {
	readonly id: string;
	readonly watchers = new Set<ReaderWatcher>();
	readonly #labs: Labs | undefined;
	readonly #platform: Platform;
	readonly #runs = new Set<Run>();
	#session: Promise<LabSession> | undefined;
	/** Resolves when the labs that the reader has left are removed; until then they count as labs. */
	#removed: Promise<unknown> = Promise.resolve();
	#lab: LabState = { state: 'none' };
	#rested = 0;
	/** Whether the reader has used the lab. */
	#used = false;

	/** @param labs The source of labs; without it nothing can run. */
	constructor(labs: Labs | undefined, platform: Platform) {
		this.id = platform.random(16);
		this.#labs = labs;
		this.#platform = platform;
	}

	get lab(): LabState {
		return this.#lab;
	}

	/**
	 * Adds `time` ms of idleness, or resets the idle time while a run is active and a page is open. The time is passed in, not
	 * read from a clock: while the machine sleeps, nobody calls this.
	 * @returns The idle time so far, in ms.
	 */
	rest(time: number): number {
		const busy = this.watchers.size > 0 && [...this.#runs].some((run) => !run.over);
		this.#rested = busy ? 0 : this.#rested + time;
		return this.#rested;
	}

	/** Resets the idle time: the reader did something. */
	touch(): void {
		this.#rested = 0;
	}

	/** The runs of a page, oldest first. */
	runsOf(page: string): Run[] {
		return [...this.#runs].filter((run) => run.job.page === page);
	}

	findRun(id: string): Run | undefined {
		return [...this.#runs].find((run) => run.id === id);
	}

	/**
	 * Starts a run, or returns why it is refused. Watchers follow its progress.
	 * @param code The reader's edit of the snippet, if any.
	 * @param sized Whether a page shows the shell's terminal, which then decides its size.
	 */
	run(place: PlacedSnippet, size: Size, sized: boolean, code?: string): Run | Refusal {
		const { snippet } = place;
		if (!this.#labs) return 'no-engine';
		const active = [...this.#runs].filter((run) => !run.over);
		if (active.some((run) => run.job.snippet === snippet)) return 'already-running';
		if (active.length >= MOST_RUNS) return 'too-many-runs';
		this.#use();
		const run = this.#add({ page: snippet.page, shell: snippet.shell, snippet, code, size });
		this.#execute(run, place, sized, this.#labs);
		return run;
	}

	/** Runs an exercise's check, or breaks a clinic case. */
	async try(place: PlacedSnippet): Promise<TryResult> {
		this.#use();
		const result = await this.#try(place);
		const { page, id } = place.snippet;
		this.#platform.tell({ type: 'tried', snippet: `${page}#${id}`, ok: result.ok, trouble: result.trouble });
		return result;
	}

	/** The reader goes to another chapter: the next block of any page finds its scene gone. */
	async leaveChapter(): Promise<void> {
		const session = await this.#session?.catch(() => undefined); // reported by #follow
		await session?.leaveChapter();
	}

	/**
	 * The ids of those snippets of a page whose results are absent from the lab.
	 * @throws LabError when there is no lab, or its scene cannot be built
	 */
	async absent(place: PlacedSnippet, snippets: Snippet[]): Promise<Set<string>> {
		this.#use();
		return (await this.#open()).absent(place, snippets);
	}

	/** Returns the page's shell of that name, and opens it if possible. If there is no lab, the lab's state says why. */
	async attach(page: string, name: string, size: Size): Promise<LabShell | undefined> {
		this.#use();
		const session = await this.#open().catch(() => undefined); // reported by #follow
		await session?.open(page, name, size).catch(() => {}); // reported by the shell
		return this.#lab.state === 'gone' ? undefined : session?.shell(page, name);
	}

	/** Replaces the lab with a fresh one, unless it is unused. The old lab is removed while the reader goes on. */
	async reset(): Promise<void> {
		this.touch();
		for (const run of this.#runs) run.fail('lab-gone');
		this.#runs.clear();
		for (const watcher of this.watchers) watcher.wasReset();
		if (this.#session && !this.#used) return;
		this.#used = false;
		const old = this.#session;
		this.#session = undefined;
		const removed = old && this.#remove(old, 'reset');
		await this.#open().catch(() => {}); // reported by #follow
		await removed;
	}

	/** Ends the reader's lab and everything that runs in it. */
	async endLab(why: LabEnd): Promise<void> {
		const session = this.#session;
		if (!session) return;
		this.#lose(session, why);
		await this.#remove(session, why);
	}

	shellChanged(shell: LabShell): void {
		this.#announce((watcher) => watcher.shellChanged(shell));
	}

	typedRun(shell: LabShell): Run {
		const { cols, rows } = shell.state;
		return this.#add({ page: shell.page, shell: shell.name, size: { cols, rows } });
	}

	resized(shell: LabShell): void {
		this.shellChanged(shell);
		for (const run of this.#runs) {
			if (run.shell && run.shell === shell.shell) this.#announce((watcher) => watcher.changed(run));
		}
	}

	#use(): void {
		this.#used = true;
		this.touch();
	}

	#add(job: Job): Run {
		const run = new Run(job, this.#platform, {
			changed: (changed) => this.#announce((watcher) => watcher.changed(changed)),
			printed: (printed) => this.#announce((watcher) => watcher.printed(printed)),
		});
		// A page shows the latest run of each snippet.
		for (const old of this.#runs) if (job.snippet && old.job.snippet === job.snippet) this.#runs.delete(old);
		for (const old of this.#runs) if (this.#runs.size >= MOST_RUNS_KEPT && old.over) this.#runs.delete(old);
		this.#runs.add(run);
		this.#announce((watcher) => watcher.changed(run));
		return run;
	}

	async #execute(run: Run, place: PlacedSnippet, sized: boolean, labs: Labs): Promise<void> {
		try {
			const session = await this.#open();
			await session.execute(run, place, sized);
		} catch (error) {
			// A scene error's message is the prelude's output, which must not be logged.
			if (!isLabError(error, 'scene-failed'))
				this.#platform.tell({ type: 'run-broken', snippet: run.reference, why: causeOf(error) });
			run.fail(troubleOf(error), error instanceof Error ? error.message : String(error));
		} finally {
			labs.warmUp();
		}
	}

	async #try(place: PlacedSnippet): Promise<TryResult> {
		try {
			const session = await this.#open();
			return { ...(await session.try(place)), trouble: null };
		} catch (error) {
			return {
				ok: false,
				said: isLabError(error, 'scene-failed') ? error.message : '',
				trouble: troubleOf(error),
			};
		}
	}

	/** The session in the reader's lab; takes a lab first when there is none. */
	#open(): Promise<LabSession> {
		if (this.#session) return this.#session;
		if (!this.#labs) return Promise.reject(engineGone());
		this.#setLab({ state: 'starting' });
		const session = this.#labs.take(() => this.#removed).then((lab) => new LabSession(lab, this.#platform, this));
		this.#session = session;
		this.#follow(session, this.#labs);
		return session;
	}

	/** Announces a lab's state, from its start to its end. */
	async #follow(session: Promise<LabSession>, labs: Labs): Promise<void> {
		const began = this.#platform.now();
		try {
			const { lab } = await session;
			lab.gone.then(async () => {
				const why = (await labs.answers()) ? 'died' : 'no-engine';
				if (this.#session === session && !labs.closed) this.#platform.tell({ type: 'lab-ended', lab: lab.id, why });
				this.#lose(session, why);
			});
			const engine = await lab.engine();
			if (this.#session === session) this.#setLab({ state: 'ready', engine });
		} catch (error) {
			// The runs that wait for this lab report the error themselves.
			const ms = this.#platform.now() - began;
			// A lab that its reader has left meanwhile has not failed, nor one that ended with all.
			if (this.#session === session && !labs.closed)
				this.#platform.tell({ type: 'lab-start-failed', trouble: troubleOf(error), why: causeOf(error), ms });
			this.#forget(session, labEndOf(error));
			// The lab may have started and then failed to answer.
			await this.#remove(session, 'failed');
		}
	}

	/** Removes a lab that its reader no longer uses. The reader's next one waits for that if there is no room for both. */
	#remove(session: Promise<LabSession>, why: LabEnd | 'reset'): Promise<void> {
		const { tell } = this.#platform;
		const removal = session.then(
			({ lab }) => {
				if (why === 'reset' || why === 'idle') tell({ type: 'lab-ended', lab: lab.id, why });
				return lab.remove().catch((error) => tell({ type: 'removal-failed', what: 'lab', why: causeOf(error) }));
			},
			() => {}, // a lab that never started; reported by #follow
		);
		this.#removed = Promise.all([this.#removed, removal]);
		return removal;
	}

	/** Fails the runs of a lab that has ended, and forgets the lab. */
	#lose(session: Promise<LabSession>, why: LabEnd): void {
		if (this.#session !== session) return;
		for (const run of this.#runs) run.fail('lab-gone');
		this.#forget(session, why);
	}

	#forget(session: Promise<LabSession>, why: LabEnd): void {
		if (this.#session !== session) return;
		this.#session = undefined;
		this.#setLab({ state: 'gone', why });
	}

	#setLab(lab: LabState): void {
		this.#lab = lab;
		this.#announce((watcher) => watcher.labChanged(lab));
	}

	#announce(call: (watcher: ReaderWatcher) => void): void {
		for (const watcher of this.watchers) call(watcher);
	}
}
