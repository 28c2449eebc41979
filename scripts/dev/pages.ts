// The pages while they are being written: the snippets as they are now, and what is wrong with them, said once when it appears
// and once when it is gone.
import type { Manifest } from '../../src/snippets/snippet.ts';
import type { CheckFinding } from '../check/finding.ts';
import { checkPages } from '../check/pages.ts';
import { describe } from '../check/report.ts';

export class PageWatch {
	/** What can be run now. A page that cannot be read keeps what could be run of it before. */
	manifest: Manifest = { pages: Object.create(null) };
	/** What is wrong now. */
	mistakes: CheckFinding[] = [];
	readonly #root: string;
	readonly #say: (line: string) => void;
	#looking: Promise<void> | undefined;
	#again = false;

	/** @param say gets a line for each mistake that is new or mended */
	constructor(root: string, say: (line: string) => void) {
		this.#root = root;
		this.#say = say;
	}

	/** Looks at all pages. What changes meanwhile is looked at afterwards, before this ends. */
	look(): Promise<void> {
		this.#again = true;
		this.#looking ??= this.#untilQuiet().finally(() => {
			this.#looking = undefined;
		});
		return this.#looking;
	}

	/** When what is known is what is there. */
	async settled(): Promise<void> {
		await this.#looking;
	}

	async #untilQuiet(): Promise<void> {
		while (this.#again) {
			this.#again = false;
			const { manifest, findings, pages } = await checkPages(this.#root);
			for (const { id, language, broken } of pages) {
				const before = this.manifest.pages[id];
				if (broken && language === 'en' && before) manifest.pages[id] = before;
			}
			this.manifest = manifest;
			this.#tell(findings.filter(({ warning }) => !warning));
		}
	}

	#tell(mistakes: CheckFinding[]): void {
		const known = this.mistakes.map(describe);
		const found = mistakes.map(describe);
		this.mistakes = mistakes;
		for (const line of found) if (!known.includes(line)) this.#say(line);
		if (known.length > 0 && found.length === 0) this.#say('all mistakes in the pages are mended');
	}
}
