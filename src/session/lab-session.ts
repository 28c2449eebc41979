// A reader's use of one lab, from the first run to the lab's end: its shells, the scene of the current chapter, and the scripts
// that run unseen.
import type { Lab } from '../lab/contract.ts';
import type { Platform } from '../lab/platform.ts';
import type { Shell } from '../lab/shell/shell.ts';
import type { Size } from '../lab/shell/terminal.ts';
import type { RunTrouble } from '../protocol/messages.ts';
import type { Snippet } from '../snippets/snippet.ts';
import { causeOf } from '../telemetry/events.ts';
import { diagnose, oomKills } from './diagnosis.ts';
import { LabShell, type LabShellWatcher } from './lab-shell.ts';
import { absentOf, missingFor, neededBy } from './needs.ts';
import type { Run } from './run.ts';
import { type PlacedSnippet, SceneBuilder } from './scene.ts';

export class LabSession {
	readonly lab: Lab;
	readonly #platform: Platform;
	readonly #watcher: LabShellWatcher;
	readonly #shells = new Map<string, LabShell>();
	/** The last entry of each shell's queue: the blocks of one shell run one after another. */
	readonly #queues = new Map<string, Promise<void>>();
	readonly #scene: SceneBuilder;
	#oomKills = 0;

	constructor(lab: Lab, platform: Platform, watcher: LabShellWatcher) {
		this.lab = lab;
		this.#platform = platform;
		this.#watcher = watcher;
		this.#scene = new SceneBuilder(lab, platform);
	}

	/** The page's shell of that name; it opens on first use. */
	shell(page: string, name: string): LabShell {
		const key = `${page} ${name}`;
		const shell = this.#shells.get(key) ?? new LabShell(page, name, this.#platform, this.#watcher);
		this.#shells.set(key, shell);
		return shell;
	}

	/** Opens the page's shell of that name, and sets its terminal's size unless a page shows it (`sized`). */
	async open(page: string, name: string, size: Size, sized = false): Promise<Shell> {
		const shell = await this.shell(page, name).open((key, size) => this.lab.openTerminal(key, size), size);
		if (!sized) shell.resize(size);
		return shell;
	}

	/** Runs a snippet when its shell is free, if its needs hold. `sized`: a page shows the shell's terminal. */
	execute(run: Run, place: PlacedSnippet, sized: boolean): Promise<void> {
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
			turn.catch(() => {}), // reported by the run
		);
		return turn;
	}

	/** The reader goes to another chapter, or comes back to this one from there. */
	leaveChapter(): Promise<void> {
		return this.#scene.leave();
	}

	/** The ids of those snippets whose results are absent; builds the page's scene first. */
	async absent(place: PlacedSnippet, snippets: Snippet[]): Promise<Set<string>> {
		await this.#buildScene(place);
		return absentOf(this.lab, snippets);
	}

	/** Runs an exercise's check, or breaks a clinic case, unseen. */
	async try(place: PlacedSnippet): Promise<{ ok: boolean; said: string }> {
		await this.#buildScene(place);
		const { exit, output } = await this.lab.run(place.snippet.code, { timeout: place.snippet.timeout * 1000 });
		return { ok: exit === 0, said: output.trim() };
	}

	/** Builds the scene; the chapter's shells are closed first, since they must not outlive its old scene. */
	#buildScene(place: PlacedSnippet): Promise<void> {
		return this.#scene.build(place, async () => {
			for (const shell of this.#shells.values()) if (shell.page === place.page.id) await shell.close();
		});
	}

	/** References of the snippets to run first, in order. */
	async #missing({ page, snippet }: PlacedSnippet): Promise<string[]> {
		return missingFor(snippet, page, await absentOf(this.lab, neededBy(snippet, page)));
	}

	async #diagnose(run: Run, exit: number): Promise<RunTrouble | null> {
		const before = this.#oomKills;
		this.#oomKills = await oomKills(this.lab).catch((error) => {
			this.#platform.tell({ type: 'probe-failed', what: 'out-of-memory', why: causeOf(error) });
			return before;
		});
		return diagnose(run.output.text(), exit, this.#oomKills > before);
	}
}
