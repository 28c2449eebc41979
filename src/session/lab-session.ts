// A reader's use of one lab, from the first run to the lab's end: its shells, the scene of the chapter being read, and
// what is asked of the lab unseen.
import type { Lab } from '../lab/docker/docker-lab.ts';
import type { Size } from '../lab/docker/pty-host-frames.ts';
import type { Shell } from '../lab/shell/shell.ts';
import type { RunTrouble } from '../protocol/messages.ts';
import type { ManifestPage, Snippet } from '../snippets/manifest.ts';
import { diagnose, oomKills } from './diagnosis.ts';
import { LabShell, type LabShellWatcher } from './lab-shell.ts';
import type { Run } from './run.ts';

/** A snippet in the page and language that a reader has before them. */
export interface Place {
	snippet: Snippet;
	page: ManifestPage;
	language: string;
}

/** A chapter's scene could not be built; the message is what its prelude printed. */
export class SceneFailed extends Error {}

const PRELUDE_LIMIT = 60_000;
const PROBE_LIMIT = 15_000;

export class LabSession {
	readonly lab: Lab;
	readonly #watcher: LabShellWatcher;
	readonly #shells = new Map<string, LabShell>();
	/** The end of each shell's queue: blocks of one shell run one after the other. */
	readonly #queues = new Map<string, Promise<void>>();
	/** Which chapter the lab's scene was built for, and in which language its reader began it. */
	#scene: { page: string; language: string } | undefined;
	#building: Promise<unknown> = Promise.resolve();
	#oomKills = 0;

	constructor(lab: Lab, watcher: LabShellWatcher) {
		this.lab = lab;
		this.#watcher = watcher;
	}

	/** The page's shell of that name; it is opened when it is used. */
	shell(page: string, name: string): LabShell {
		const key = `${page} ${name}`;
		const shell = this.#shells.get(key) ?? new LabShell(page, name, this.#watcher);
		this.#shells.set(key, shell);
		return shell;
	}

	/** Opens the page's shell of that name, and gives its terminal that size unless somebody is looking at it. */
	async open(page: string, name: string, size: Size, sized = false): Promise<Shell> {
		const shell = await this.shell(page, name).open((argv) => this.lab.spawn(argv), size);
		if (!sized) shell.resize(size);
		return shell;
	}

	/** Runs a snippet when its shell is free, after what it needs is found there. `sized`: its terminal is being looked at. */
	execute(run: Run, place: Place, sized: boolean): Promise<void> {
		const { page, shell, size } = run.job;
		const key = `${page} ${shell}`;
		const turn = (this.#queues.get(key) ?? Promise.resolve()).then(async () => {
			if (run.over) return;
			await this.#buildScene(place);
			const missing = await this.#missing(place);
			if (missing.length > 0) return run.fail('needs-missing', '', missing);
			const open = await this.open(page, shell, size, sized);
			await run.execute(open, place.snippet, (ended, exit) => this.#diagnose(ended, exit));
		});
		this.#queues.set(
			key,
			turn.catch(() => {}),
		);
		return turn;
	}

	/** Runs an exercise's check, or what breaks a case, unseen. */
	async try(place: Place): Promise<{ ok: boolean; said: string }> {
		await this.#buildScene(place);
		const { exit, output } = await this.lab.run(place.snippet.code, { timeout: place.snippet.timeout * 1000 });
		return { ok: exit === 0, said: output.trim() };
	}

	/**
	 * Builds a chapter's scene where it is not standing: the reader comes from another chapter, or begins this one anew in
	 * the other language. Scenes are built one at a time.
	 * @throws SceneFailed
	 */
	async #buildScene({ page, snippet, language }: Place): Promise<void> {
		const building = this.#building.then(async () => {
			if (page.prelude === undefined) return;
			const first = page.snippets.find(({ runnable }) => runnable)?.id === snippet.id;
			const again = first && this.#scene?.language !== language;
			if (this.#scene?.page === page.id && !again) return;
			for (const shell of this.#shells.values()) if (shell.page === page.id) await shell.close();
			const { exit, output } = await this.lab.run(page.prelude, { timeout: PRELUDE_LIMIT });
			if (exit !== 0) throw new SceneFailed(output);
			this.#scene = { page: page.id, language };
		});
		this.#building = building.catch(() => {});
		await building;
	}

	/** References of the snippets that must be run first, in order, by the lab's own state. */
	async #missing({ page, snippet }: Place): Promise<string[]> {
		if (snippet.needs.length === 0) return [];
		const probed = page.snippets.filter(({ holds }) => holds !== undefined);
		const script = probed.map(({ id, holds }) => `( ${holds}\n) >/dev/null 2>&1 </dev/null || echo ${id}`).join('\n');
		const { output } = await this.lab.run(script, { timeout: PROBE_LIMIT });
		const absent = new Set(output.trim().split('\n'));
		const missing = new Set<string>();
		const require = (id: string) => {
			if (!absent.has(id) || missing.has(id)) return;
			missing.add(id);
			page.snippets.find((other) => other.id === id)?.needs.forEach(require);
		};
		snippet.needs.forEach(require);
		return probed.filter(({ id }) => missing.has(id)).map(({ id }) => `${page.id}#${id}`);
	}

	async #diagnose(run: Run, exit: number): Promise<RunTrouble | null> {
		const before = this.#oomKills;
		this.#oomKills = await oomKills(this.lab).catch(() => before);
		return diagnose(run.output.text(), exit, this.#oomKills > before);
	}
}
