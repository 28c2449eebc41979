// A reader: one browser, with one lab, the shells its pages opened in it, and the runs of its blocks.
import { randomBytes } from 'node:crypto';
import type { Lab } from '../lab/lab.ts';
import type { Size } from '../lab/shell/pty.ts';
import { Shell } from '../lab/shell/shell.ts';
import type { LabEnd, LabState, Refusal } from '../protocol/messages.ts';
import type { ManifestPage, Snippet } from '../snippets/manifest.ts';
import type { LabPool } from './pool.ts';
import { Run, type RunWatcher } from './run.ts';

/** One of a reader's open pages. */
export interface ReaderWatcher extends RunWatcher {
	labChanged(lab: LabState): void;
}

/** What a page asks to be run: the snippet, the page it is on, and how it is looked at. */
export interface RunRequest {
	snippet: Snippet;
	page: ManifestPage;
	language: string;
	size: Size;
}

/** Runs at most that wait or run at a time, for one reader. */
const MOST_RUNS = 20;

export class Reader {
	readonly id = randomBytes(16).toString('hex');
	readonly watchers = new Set<ReaderWatcher>();
	readonly #pool: LabPool | undefined;
	readonly #runs = new Map<string, Run>();
	readonly #shells = new Map<string, Promise<Shell>>();
	/** The end of each shell's queue: blocks of one shell run one after the other. */
	readonly #queues = new Map<string, Promise<void>>();
	#lab: Promise<Lab> | undefined;
	#labState: LabState = { state: 'none' };
	/** Which chapter the lab's scene was prepared for, and in which language its reader began it. */
	#scene: { page: string; language: string } | undefined;
	#preparing: Promise<void> = Promise.resolve();
	#active = performance.now();

	/** @param pool Where labs come from; without it nothing can run. */
	constructor(pool: LabPool | undefined) {
		this.#pool = pool;
	}

	get lab(): LabState {
		return this.#labState;
	}

	/** Since when nothing was run, typed or opened, in ms; 0 while something runs before somebody's eyes. */
	get idleFor(): number {
		const busy = this.watchers.size > 0 && [...this.#runs.values()].some((run) => !run.over);
		return busy ? 0 : performance.now() - this.#active;
	}

	/** A reader's sign of life. */
	touch(): void {
		this.#active = performance.now();
	}

	/** The latest run of each snippet of a page. */
	runsOf(page: string): Run[] {
		return [...this.#runs.values()].filter((run) => run.snippet.page === page);
	}

	findRun(id: string): Run | undefined {
		return [...this.#runs.values()].find((run) => run.id === id);
	}

	/** Starts a run, or says why not. Its course is told to the watchers. */
	run(request: RunRequest): Run | Refusal {
		const { snippet } = request;
		if (!this.#pool) return 'no-engine';
		const reference = `${snippet.page}#${snippet.id}`;
		if (this.#runs.get(reference)?.over === false) return 'already-running';
		if ([...this.#runs.values()].filter((run) => !run.over).length >= MOST_RUNS) return 'too-many-runs';
		this.touch();
		const run = new Run(snippet, {
			changed: (changed) => this.#tell((watcher) => watcher.changed(changed)),
			printed: (printed) => this.#tell((watcher) => watcher.printed(printed)),
		});
		this.#runs.set(reference, run);
		this.#tell((watcher) => watcher.changed(run));
		const key = shellKey(snippet);
		const before = this.#queues.get(key) ?? Promise.resolve();
		this.#queues.set(
			key,
			before.then(() => this.#execute(run, request)),
		);
		return run;
	}

	/** Ends the reader's lab and with it all that runs there. */
	async endLab(why: LabEnd): Promise<void> {
		const lab = this.#lab;
		if (!lab) return;
		this.#forgetLab(why);
		await lab.then((started) => started.remove()).catch(() => {});
	}

	async #execute(run: Run, request: RunRequest): Promise<void> {
		if (run.over) return;
		try {
			const lab = await this.#takeLab();
			const trouble = await this.#prepare(lab, request);
			if (trouble !== undefined) return run.fail('scene-failed', trouble);
			const shell = await this.#openShell(lab, request);
			await run.execute(shell);
		} catch (error) {
			run.fail('lab-failed', error instanceof Error ? error.message : String(error));
		}
	}

	#takeLab(): Promise<Lab> {
		if (this.#lab) return this.#lab;
		const pool = this.#pool as LabPool;
		this.#setLab({ state: 'starting' });
		const lab = pool.take();
		this.#lab = lab;
		const ready = lab.then(
			async (started) => {
				started.gone.then(() => this.#lab === lab && this.#forgetLab('died'));
				const { output } = await started.run("docker version --format '{{.Server.Version}}'");
				if (this.#lab === lab) this.#setLab({ state: 'ready', engine: output.trim() });
			},
			() => this.#lab === lab && this.#forgetLab('failed'),
		);
		// A lab that ends before it has told its engine's version is told of by its end.
		ready.catch(() => {});
		return lab;
	}

	#forgetLab(why: LabEnd): void {
		this.#lab = undefined;
		this.#scene = undefined;
		this.#shells.clear();
		for (const run of this.#runs.values()) run.fail('lab-gone');
		this.#setLab({ state: 'gone', why });
	}

	/**
	 * Builds a chapter's scene in the lab where it is not standing: the reader comes from another chapter, or begins this
	 * one anew in the other language. Scenes are built one at a time.
	 * @returns What the prelude printed, when it failed.
	 */
	async #prepare(lab: Lab, { page, snippet, language }: RunRequest): Promise<string | undefined> {
		const turn = this.#preparing;
		const { promise, resolve: done } = Promise.withResolvers<void>();
		this.#preparing = promise;
		await turn;
		try {
			if (page.prelude === undefined) return undefined;
			const first = page.snippets.find(({ runnable }) => runnable)?.id === snippet.id;
			const again = first && this.#scene?.language !== language;
			if (this.#scene?.page === page.id && !again) return undefined;
			this.#closeShells(page.id);
			const { exit, output } = await lab.run(page.prelude, { timeout: 60_000 });
			if (exit !== 0) return output;
			this.#scene = { page: page.id, language };
			return undefined;
		} finally {
			done();
		}
	}

	#closeShells(page: string): void {
		for (const [key, shell] of this.#shells) {
			if (!key.startsWith(`${page} `)) continue;
			this.#shells.delete(key);
			shell.then((open) => open.close()).catch(() => {});
		}
	}

	async #openShell(lab: Lab, { snippet, size }: RunRequest): Promise<Shell> {
		const key = shellKey(snippet);
		let opening = this.#shells.get(key);
		if (!opening) {
			opening = Shell.open((argv) => lab.spawn(argv), size);
			this.#shells.set(key, opening);
			const forget = () => this.#shells.get(key) === opening && this.#shells.delete(key);
			opening.then((shell) => shell.closed).then(forget, forget);
		}
		const shell = await opening;
		shell.resize(size);
		return shell;
	}

	#setLab(lab: LabState): void {
		this.#labState = lab;
		this.#tell((watcher) => watcher.labChanged(lab));
	}

	#tell(say: (watcher: ReaderWatcher) => void): void {
		for (const watcher of this.watchers) say(watcher);
	}
}

/** A page's shell of that name. */
function shellKey(snippet: Snippet): string {
	return `${snippet.page} ${snippet.shell}`;
}
