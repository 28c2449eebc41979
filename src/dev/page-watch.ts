// The pages while they are being written: the snippets as they are now, and what is wrong with them, said once when it appears
// and once when it is gone.

import type { CheckFinding } from '../authoring/check/finding.ts';
import type { PageFile } from '../authoring/check/page-files.ts';
import { checkPages } from '../authoring/check/pages.ts';
import { describe } from '../authoring/check/report.ts';
import { checkShell, installedShellCheck } from '../authoring/check/shell.ts';
import { ORIGINAL } from '../languages/language.ts';
import type { Manifest } from '../snippets/snippet.ts';

export class PageWatch {
	/** What can be run now. A page that cannot be read keeps what could be run of it before. */
	manifest: Manifest = { pages: Object.create(null) };
	/** What is wrong now. */
	mistakes: CheckFinding[] = [];
	readonly #root: string;
	readonly #say: (line: string) => void;
	/** By file: its text when it was looked at last, and what ShellCheck said of it since it is being written. */
	readonly #shell = new Map<string, { source: string; findings: CheckFinding[] }>();
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

	/** When what is known is what is there. That a look failed is told to whoever asked for it. */
	async settled(): Promise<void> {
		await this.#looking?.catch(() => {});
	}

	async #untilQuiet(): Promise<void> {
		while (this.#again) {
			this.#again = false;
			const { manifest, findings, pages } = await checkPages(this.#root);
			for (const { id, language, broken } of pages) {
				const before = this.manifest.pages[id];
				if (broken && language === ORIGINAL && before) manifest.pages[id] = before;
			}
			this.manifest = manifest;
			this.#tell([...findings.filter(({ warning }) => !warning), ...(await this.#checkShell(pages))]);
		}
	}

	/** Only pages that were changed since the start: all of them take ShellCheck seconds. */
	async #checkShell(pages: PageFile[]): Promise<CheckFinding[]> {
		const program = installedShellCheck();
		for (const page of pages) {
			const known = this.#shell.get(page.file);
			if (known?.source === page.source) continue;
			const findings = known && program ? await checkShell([page], program) : [];
			this.#shell.set(page.file, { source: page.source, findings });
		}
		return pages.flatMap(({ file }) => this.#shell.get(file)?.findings ?? []);
	}

	#tell(mistakes: CheckFinding[]): void {
		const known = this.mistakes.map(describe);
		const found = mistakes.map(describe);
		this.mistakes = mistakes;
		for (const line of found) if (!known.includes(line)) this.#say(line);
		if (known.length > 0 && found.length === 0) this.#say('all mistakes in the pages are mended');
	}
}
