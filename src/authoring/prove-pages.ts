// Proves pages in labs of their own, as many at a time as asked for.
import { availableParallelism, freemem } from 'node:os';
import type { LabSource } from '../lab/contract.ts';
import type { Platform } from '../lab/platform.ts';
import { LabPool } from '../lab/pool.ts';
import { ORIGINAL } from '../languages/language.ts';
import type { Finding, ScannedPage } from '../snippets/read-page.ts';
import type { SnippetResult } from './prove-page.ts';
import { scanPages } from './scan.ts';

/** More of them wait for the engine, not for processors. */
const MOST_LABS = 6;

/** A page as its English source has it, which stands for all languages, and what is wrong with that source. */
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

/** Labs for so many players at a time, one more being made ready meanwhile. Whoever opens them closes them. */
export function labsFor(jobs: number, source: LabSource, platform: Platform): LabPool {
	// A lab that is being removed still counts.
	return new LabPool(source, platform, { most: 2 * jobs + 1 });
}

/** A fault as an author reads it: where the fence is, what is wrong, and below that what was printed. */
export function describeFault({ snippet, faults, text }: SnippetResult): string {
	const where = `${snippet.file}:${snippet.line}: ${snippet.id}`;
	const printed = text.trimEnd().split('\n').slice(-60);
	return [...faults.map((fault) => `${where}: ${fault}`), ...printed.map((line) => `    ${line}`)].join('\n');
}

/** How many labs the machine can run at a time without their clocks suffering: one for each processor and GiB. */
export function labsAtATime(): number {
	return Math.max(1, Math.min(availableParallelism(), Math.floor(freemem() / 2 ** 30), MOST_LABS));
}

/** Calls `work` for every entry, for at most `most` of them at a time, in their order. */
export async function eachOf<T>(entries: T[], most: number, work: (entry: T) => Promise<void>): Promise<void> {
	const waiting = entries.values();
	const worker = async () => {
		for (const entry of waiting) await work(entry);
	};
	await Promise.all(Array.from({ length: most }, worker));
}
