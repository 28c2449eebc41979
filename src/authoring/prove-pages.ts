// Runs pages in labs of their own, to record them or to prove them, as many at a time as asked for.
import { availableParallelism, freemem } from 'node:os';
import type Docker from 'dockerode';
import { Lab } from '../lab/docker/docker-lab.ts';
import { instanceId } from '../lab/docker/labels.ts';
import { ORIGINAL } from '../languages/language.ts';
import type { ManifestPage } from '../snippets/manifest.ts';
import type { Finding, ScannedPage } from '../snippets/read-page.ts';
import { runPage, type SnippetResult } from './prove-page.ts';
import { scanPages } from './scan.ts';

/** More of them wait for the engine, not for processors. */
const MOST_LABS = 6;

/** A page as its English source has it, which stands for all languages, and what is wrong with that source. */
export interface ReadPage {
	page: ScannedPage;
	findings: Finding[];
}

/** What a page did in a fresh lab. */
export interface ProvenPage {
	/** Version of the lab's own engine. */
	engine: string;
	results: SnippetResult[];
}

/** Reads every page that has something to run. A mistake in one page does not hide the others. */
export async function readPages(root: string): Promise<ReadPage[]> {
	const { pages, findings } = await scanPages(root);
	return pages
		.filter(({ language }) => language === ORIGINAL)
		.map((page) => ({ page, findings: findings.filter(({ file }) => file === page.file) }))
		.filter(({ page, findings }) => findings.length > 0 || page.snippets.some(({ runnable }) => runnable));
}

/**
 * Runs a page in a fresh lab, see {@link runPage}.
 * @param image the lab image, from `ensureLabImage`
 * @throws when the lab does not start, or the page's prelude fails
 */
export async function provePage(docker: Docker, image: string, page: ManifestPage): Promise<ProvenPage> {
	const lab = await Lab.start(docker, { image, owner: instanceId() });
	try {
		const { output } = await lab.run("docker version --format '{{.Server.Version}}'");
		return { engine: output.trim(), results: await runPage(lab, page) };
	} finally {
		await lab.remove();
	}
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
