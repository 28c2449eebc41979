// What proving pages needs around it: reading them, labs for several at a time, and reporting faults.
import { availableParallelism, freemem } from 'node:os';
import type { LabSource } from '../lab/contract.ts';
import type { Platform } from '../lab/platform.ts';
import { LabPool } from '../lab/pool.ts';
import { ORIGINAL } from '../languages/language.ts';
import type { Finding, ScannedPage } from '../snippets/read-page.ts';
import type { SnippetResult } from './prove-page.ts';
import { scanPages } from './scan.ts';

/** Beyond this the engine is the bottleneck, not the processors. */
const MOST_LABS = 6;

/** A page's English source, which stands for all languages, and its findings. */
export interface ReadPage {
	page: ScannedPage;
	findings: Finding[];
}

/** Reads every page that has something to run. A mistake in one page does not hide the others. */
export async function readPages(root: string): Promise<ReadPage[]> {
	const { pages, findings } = await scanPages(root);
	return pages
		.filter(({ language }) => language === ORIGINAL)
		.map((page) => ({ page, findings: findings.filter(({ file }) => file === page.file) }))
		.filter(({ page, findings }) => findings.length > 0 || page.snippets.some(({ runnable }) => runnable));
}

/** Labs for `jobs` players at a time, with one more started ahead. The caller closes the pool. */
export function labsFor(jobs: number, source: LabSource, platform: Platform): LabPool {
	// A lab that is being removed still counts.
	return new LabPool(source, platform, { most: 2 * jobs + 1 });
}

/** A fault for authors: place, sentence, and below it the end of the output. */
export function describeFault({ snippet, faults, text }: SnippetResult): string {
	const where = `${snippet.file}:${snippet.line}: ${snippet.id}`;
	const printed = text.trimEnd().split('\n').slice(-60);
	return [...faults.map((fault) => `${where}: ${fault}`), ...printed.map((line) => `    ${line}`)].join('\n');
}

/** How many labs run at a time without distorting timings: one for each processor and each free GiB, at most MOST_LABS. */
export function labsAtATime(): number {
	return Math.max(1, Math.min(availableParallelism(), Math.floor(freemem() / 2 ** 30), MOST_LABS));
}

/** Calls `work` for every entry in order, at most `most` at a time. */
export async function eachOf<T>(entries: T[], most: number, work: (entry: T) => Promise<void>): Promise<void> {
	const waiting = entries.values();
	const worker = async () => {
		for (const entry of waiting) await work(entry);
	};
	await Promise.all(Array.from({ length: most }, worker));
}
