// Keeps the snippets and mistakes of the pages up to date while they are written. Prints each mistake when it appears, and a line
// when all are fixed.

import type { CheckFinding } from '../authoring/check/finding.ts';
import type { PageFile } from '../authoring/check/page-files.ts';
import { checkPages } from '../authoring/check/pages.ts';
import { describe } from '../authoring/check/report.ts';
import { checkShell, installedShellCheck } from '../authoring/check/shell.ts';
import { ORIGINAL } from '../languages/language.ts';
import type { Manifest } from '../snippets/snippet.ts';

export class PageWatch {
	/** All snippets. A page that cannot be parsed keeps its former ones. */
	manifest: Manifest = { pages: Object.create(null) };
	mistakes: CheckFinding[] = [];
	readonly #root: string;
	readonly #print: (line: string) => void;
	/** For each file, its last known text, and ShellCheck's findings if it has changed since the start. */
	readonly #shell = new Map<string, { source: string; findings: CheckFinding[] }>();
	#looking: Promise<void> | undefined;
	#again = false;

	/** @param print receives a line for each new mistake, and one when all are fixed */
	constructor(root: string, print: (line: string) => void) {
		this.#root = root;
		this.#print = print;
	}

	/** Checks all pages. If it is called meanwhile, it checks them once more before it resolves. */
	look(): Promise<void> {
		this.#again = true;
		this.#looking ??= this.#untilQuiet().finally(() => {
			this.#looking = undefined;
		});
		return this.#looking;
	}

	/** Resolves when no check is running. Only the caller of `look` gets its error. */
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
			this.#update([...findings.filter(({ warning }) => !warning), ...(await this.#checkShell(pages))]);
		}
	}

	/** Only pages that have changed since the start, because ShellCheck takes seconds for all of them. */
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

	#update(mistakes: CheckFinding[]): void {
		const known = this.mistakes.map(describe);
		const found = mistakes.map(describe);
		this.mistakes = mistakes;
		for (const line of found) if (!known.includes(line)) this.#print(line);
		if (known.length > 0 && found.length === 0) this.#print('all mistakes in the pages are mended');
	}
}
