// A chapter's scene: the state that its prelude sets up in the lab before the chapter's first block runs.
import type { Lab } from '../lab/contract.ts';
import { LabError } from '../lab/errors.ts';
import type { Platform } from '../lab/platform.ts';
import type { ManifestPage, Snippet } from '../snippets/snippet.ts';

/** A snippet with its page, and the language that the reader is reading. */
export interface PlacedSnippet {
	snippet: Snippet;
	page: ManifestPage;
	language: string;
}

/** The scene that a lab currently has: the chapter, and the language in which its reader began it. */
export interface Scene {
	page: string;
	language: string;
}

const PRELUDE_LIMIT = 60_000;

/**
 * Whether a scene must be built before a block can run: the reader comes from another chapter, or starts this one again in
 * another language.
 */
export function mustBuild(standing: Scene | undefined, { page, snippet, language }: PlacedSnippet): boolean {
	if (page.prelude === undefined) return false;
	if (standing?.page !== page.id) return true;
	const isFirst = page.snippets.find(({ runnable }) => runnable)?.id === snippet.id;
	return isFirst && standing.language !== language;
}

/** Builds the scenes of one lab, one at a time. */
export class SceneBuilder {
	readonly #lab: Lab;
	readonly #platform: Platform;
	#standing: Scene | undefined;
	#building: Promise<unknown> = Promise.resolve();

	constructor(lab: Lab, platform: Platform) {
		this.#lab = lab;
		this.#platform = platform;
	}

	/** The reader leaves the chapter: the scene of the next block is built anew, whichever chapter's it is. */
	async leave(): Promise<void> {
		await this.#building;
		this.#standing = undefined;
	}

	/**
	 * Builds the scene of a block unless the lab has it.
	 * @param prepare Called before a scene is built.
	 * @throws LabError `scene-failed`, with the prelude's output
	 */
	build(place: PlacedSnippet, prepare: () => Promise<void>): Promise<void> {
		const building = this.#building.then(async () => {
			const { page, language } = place;
			if (page.prelude === undefined || !mustBuild(this.#standing, place)) return;
			await prepare();
			const began = this.#platform.now();
			const { exit, output } = await this.#lab.run(page.prelude, { timeout: PRELUDE_LIMIT });
			if (exit !== 0) {
				this.#platform.tell({ type: 'scene-failed', page: page.id, exit });
				throw new LabError('scene-failed', output);
			}
			this.#platform.tell({ type: 'scene-built', page: page.id, ms: this.#platform.now() - began });
			this.#standing = { page: page.id, language };
		});
		this.#building = building.catch(() => {}); // reported by whoever asked for it
		return building;
	}
}
