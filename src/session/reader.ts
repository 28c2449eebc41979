// A reader: one browser, with one lab at a time, and the runs that its pages show.
import { randomBytes } from 'node:crypto';
import { EngineGone } from '../lab/docker/docker-lab.ts';
import type { Size } from '../lab/docker/pty-host-frames.ts';
import { type LabPool, TooManyLabs } from '../lab/pool.ts';
import type { LabEnd, LabState, Refusal, RunTrouble } from '../protocol/messages.ts';
import { LabSession, type Place, SceneFailed } from './lab-session.ts';
import type { LabShell, LabShellWatcher } from './lab-shell.ts';
import { type Job, Run, type RunWatcher } from './run.ts';

/** One of a reader's open pages. */
export interface ReaderWatcher extends RunWatcher {
	labChanged(lab: LabState): void;
	shellChanged(shell: LabShell): void;
	/** All runs and shells are gone with their lab. */
	wasReset(): void;
}

/** Runs at most that wait or run at a time, for one reader. */
const MOST_RUNS = 20;
/** Runs whose output is kept, for one reader: the latest. */
const MOST_KEPT = 100;

export class Reader implements LabShellWatcher {
	readonly id = randomBytes(16).toString('hex');
	readonly watchers = new Set<ReaderWatcher>();
	readonly #pool: LabPool | undefined;
	readonly #runs = new Set<Run>();
	#session: Promise<LabSession> | undefined;
	#lab: LabState = { state: 'none' };
	#rested = 0;
	/** Whether anything was asked of the lab. */
	#used = false;

	/** @param pool Where labs come from; without it nothing can run. */
	constructor(pool: LabPool | undefined) {
		this.#pool = pool;
	}

	get lab(): LabState {
		return this.#lab;
	}

	/**
	 * Counts so much more time, in ms, in which nothing was run, typed or opened, and nothing runs before somebody's eyes. It is
	 * not read from a clock: while the machine sleeps, nobody calls this.
	 * @returns How much it is by now.
	 */
	rest(time: number): number {
		const busy = this.watchers.size > 0 && [...this.#runs].some((run) => !run.over);
		this.#rested = busy ? 0 : this.#rested + time;
		return this.#rested;
	}

	/** A reader's sign of life. */
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
	 * Starts a run, or says why not. Its course is told to the watchers.
	 * @param code What the reader made of the snippet, if anything.
	 * @param sized Whether the shell's terminal is being looked at, and so has its size.
	 */
	run(place: Place, size: Size, sized: boolean, code?: string): Run | Refusal {
		const { snippet } = place;
		if (!this.#pool) return 'no-engine';
		const active = [...this.#runs].filter((run) => !run.over);
		if (active.some((run) => run.job.snippet === snippet)) return 'already-running';
		if (active.length >= MOST_RUNS) return 'too-many-runs';
		this.#use();
		const run = this.#add({ page: snippet.page, shell: snippet.shell, snippet, code, size });
		this.#execute(run, place, sized);
		return run;
	}

	/** Asks an exercise's check, or breaks a case. */
	async try(place: Place): Promise<{ ok: boolean; said: string; trouble: RunTrouble | null }> {
		this.#use();
		try {
			const session = await this.#open();
			return { ...(await session.try(place)), trouble: null };
		} catch (error) {
			return { ok: false, said: error instanceof SceneFailed ? error.message : '', trouble: troubleOf(error) };
		}
	}

	/** The page's shell of that name, opened if it can be. What keeps its lab from opening is told by the lab's state. */
	async attach(page: string, name: string, size: Size): Promise<LabShell | undefined> {
		this.#use();
		const session = await this.#open().catch(() => undefined);
		await session?.open(page, name, size).catch(() => {});
		return this.#lab.state === 'gone' ? undefined : session?.shell(page, name);
	}

	/** A fresh lab in the place of this one, unless this one still is. The old one is removed while the reader goes on. */
	async reset(): Promise<void> {
		this.touch();
		for (const run of this.#runs) run.fail('lab-gone');
		this.#runs.clear();
		for (const watcher of this.watchers) watcher.wasReset();
		if (this.#session && !this.#used) return;
		this.#used = false;
		const old = this.#session;
		this.#session = undefined;
		const removeOld = async () => old?.then(({ lab }) => lab.remove()).catch(() => {});
		const fresh = this.#open(removeOld).catch(() => {});
		await removeOld();
		await fresh;
	}

	/** Ends the reader's lab and with it all that runs there. */
	async endLab(why: LabEnd): Promise<void> {
		const session = this.#session;
		if (!session) return;
		this.#lose(session, why);
		await session.then(({ lab }) => lab.remove()).catch(() => {});
	}

	shellChanged(shell: LabShell): void {
		this.#tell((watcher) => watcher.shellChanged(shell));
	}

	typedRun(shell: LabShell): Run {
		return this.#add({ page: shell.page, shell: shell.name, size: shell.shell?.size ?? { cols: 80, rows: 24 } });
	}

	resized(shell: LabShell): void {
		this.shellChanged(shell);
		for (const run of this.#runs) {
			if (run.shell && run.shell === shell.shell) this.#tell((watcher) => watcher.changed(run));
		}
	}

	#use(): void {
		this.#used = true;
		this.touch();
	}

	#add(job: Job): Run {
		const run = new Run(job, {
			changed: (changed) => this.#tell((watcher) => watcher.changed(changed)),
			printed: (printed) => this.#tell((watcher) => watcher.printed(printed)),
		});
		// A page shows the latest run of each snippet.
		for (const old of this.#runs) if (job.snippet && old.job.snippet === job.snippet) this.#runs.delete(old);
		for (const old of this.#runs) if (this.#runs.size >= MOST_KEPT && old.over) this.#runs.delete(old);
		this.#runs.add(run);
		this.#tell((watcher) => watcher.changed(run));
		return run;
	}

	async #execute(run: Run, place: Place, sized: boolean): Promise<void> {
		try {
			const session = await this.#open();
			await session.execute(run, place, sized);
		} catch (error) {
			run.fail(troubleOf(error), error instanceof Error ? error.message : String(error));
		} finally {
			this.#pool?.warmUp();
		}
	}

	/** The session in the reader's lab, which is taken from the pool when there is none. */
	#open(makeRoom?: () => Promise<void>): Promise<LabSession> {
		if (this.#session) return this.#session;
		if (!this.#pool) return Promise.reject(new EngineGone());
		this.#setLab({ state: 'starting' });
		const session = this.#pool.take(makeRoom).then((lab) => new LabSession(lab, this));
		this.#session = session;
		this.#follow(session, this.#pool).catch(() => {});
		return session;
	}

	/** Tells what becomes of a lab, from its start to its end. */
	async #follow(session: Promise<LabSession>, pool: LabPool): Promise<void> {
		try {
			const { lab } = await session;
			lab.gone.then(async () => this.#lose(session, (await pool.answers()) ? 'died' : 'no-engine'));
			const { output } = await lab.run("docker version --format '{{.Server.Version}}'");
			if (this.#session === session) this.#setLab({ state: 'ready', engine: output.trim() });
		} catch (error) {
			// The runs that wait for this lab tell themselves what is wrong.
			const trouble = troubleOf(error);
			this.#forget(session, trouble === 'too-many-labs' || trouble === 'no-engine' ? trouble : 'failed');
			// A lab that was there but did not answer is not kept.
			await session.then(({ lab }) => lab.remove());
		}
	}

	/** A lab has ended, and with it what ran there. */
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
		this.#tell((watcher) => watcher.labChanged(lab));
	}

	#tell(say: (watcher: ReaderWatcher) => void): void {
		for (const watcher of this.watchers) say(watcher);
	}
}

/** What kept something from being run, in the words of the protocol. */
function troubleOf(error: unknown): RunTrouble {
	if (error instanceof TooManyLabs) return 'too-many-labs';
	if (error instanceof EngineGone) return 'no-engine';
	return error instanceof SceneFailed ? 'scene-failed' : 'lab-failed';
}
