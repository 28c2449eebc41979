// Simulates readers in parallel, each with its own lab, running all blocks of a chapter in order.
import { readFile } from 'node:fs/promises';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import { type Companion, startCompanion } from '../../src/companion/companion.ts';
import { instanceId, OWNER_LABEL } from '../../src/lab/docker/labels.ts';
import { dockerLabs } from '../../src/lab/docker/source.ts';
import { type Manifest, parseManifest } from '../../src/snippets/manifest.ts';
import { bearerOf } from '../companion/page.ts';
import { Clicker, percentile } from './clicker.ts';

export interface LoadOptions {
	docker: Docker;
	image: string;
	siteDir: string;
	/** Number of readers that run the chapter in parallel. */
	readers: number;
	/** Number of further readers that only have an open lab. */
	idle?: number;
	/** The chapter; default `docker0`. */
	page?: string;
	onProgress?: (line: string) => void;
}

/** Times in ms, sizes in MiB. */
export interface LoadReport {
	labs: number;
	clicks: number;
	errors: string[];
	/** From a reader's first click to the end of that run, which includes starting a lab. */
	lab: Spread;
	/** From each further click to the first byte of output. */
	firstByte: Spread;
	/** Memory of a lab as the engine counts it, including files in memory. */
	memory: Spread;
	/** Decrease of the machine's free memory per lab. Includes the companion and everything else that runs meanwhile. */
	freeMemory: number;
	/** Memory of this process: companion and readers. */
	process: number;
	/** Delay of this process's event loop, p99. */
	loopDelay: number;
	seconds: number;
}

interface Spread {
	p50: number;
	p95: number;
}

export async function runReaders(options: LoadOptions): Promise<LoadReport> {
	const { docker, image, siteDir, readers, idle = 0, page = 'docker0', onProgress = () => {} } = options;
	const began = performance.now();
	const free = freemem();
	const manifest = parseManifest(await readFile(join(siteDir, 'snippets.json'), 'utf8'));
	const companion = await startCompanion({
		labs: dockerLabs({ docker, image }),
		siteDir,
		port: 0,
		mostLabs: readers + idle + 1,
	});
	const clickers: Clicker[] = [];
	const errors: string[] = [];
	const labs: number[] = [];
	const firstBytes: number[] = [];
	let memory: Spread = { p50: 0, p95: 0 };
	let freeMemory = 0;

	/** Clicks a block, whose run must meet the page's expectation. */
	const click = async (clicker: Clicker, snippet: string, code?: string) => {
		const { run, firstByte, end, text } = await clicker.click(snippet, code);
		if (run.phase !== 'passed')
			errors.push(`${snippet}: ${run.phase}, ${run.trouble ?? run.exit}: ${text.slice(-200)}`);
		return { firstByte, end };
	};
	const first = blocks(manifest, page)[0] as string;
	const begin = async () => {
		const clicker = await Clicker.open(`http://127.0.0.1:${companion.port}`, await newBearer(companion), page);
		clickers.push(clicker);
		labs.push((await click(clicker, first, 'true')).end);
		if (labs.length % 10 === 0) onProgress(`${labs.length} labs`);
		return clicker;
	};
	const read = async (clicker: Clicker) => {
		for (const snippet of blocks(manifest, page)) {
			const { firstByte } = await click(clicker, snippet);
			if (firstByte !== undefined) firstBytes.push(firstByte);
		}
	};

	const loop = monitorEventLoopDelay({ resolution: 10 });
	loop.enable();
	try {
		await inTurns(Array.from({ length: idle }), begin);
		const reading = Array.from({ length: readers }, async () => read(await begin()));
		for (const { reason } of (await Promise.allSettled(reading)).filter((end) => end.status === 'rejected'))
			errors.push(String(reason));
		freeMemory = (free - freemem()) / labs.length;
		memory = spread(await memoryOfLabs(docker));
	} finally {
		loop.disable();
		for (const clicker of clickers) clicker.close();
		onProgress('ending the labs');
		await companion.close();
	}
	return {
		labs: labs.length,
		clicks: labs.length + firstBytes.length,
		errors,
		lab: spread(labs),
		firstByte: spread(firstBytes),
		memory: { p50: memory.p50 / 2 ** 20, p95: memory.p95 / 2 ** 20 },
		freeMemory: freeMemory / 2 ** 20,
		process: process.memoryUsage().rss / 2 ** 20,
		loopDelay: loop.percentile(99) / 1e6,
		seconds: (performance.now() - began) / 1000,
	};
}

/** The blocks that a reader clicks, in order, without those that need input or Stop. */
function blocks(manifest: Manifest, page: string): string[] {
	const snippets = manifest.pages[page]?.snippets ?? [];
	const clicked = snippets.filter(({ runnable, kind, tty, background }) => {
		return runnable && kind !== 'check' && kind !== 'break' && !tty && !background;
	});
	return clicked.map(({ id }) => `${page}#${id}`);
}

/** Memory of each lab in bytes, as `docker stats` counts it: without reclaimable page cache. */
async function memoryOfLabs(docker: Docker): Promise<number[]> {
	const labs = await docker.listContainers({ filters: { label: [`${OWNER_LABEL}=${instanceId()}`] } });
	const all = await Promise.all(
		labs.map(({ Id }) => docker.getContainer(Id).stats({ stream: false, 'one-shot': true })),
	);
	return all.map(
		({ memory_stats: { usage, stats } }) => usage - (stats.total_inactive_file ?? stats.inactive_file ?? 0),
	);
}

/** Retries, because the exchange of codes is rate-limited. */
async function newBearer(companion: Companion): Promise<string> {
	for (let attempt = 0; ; attempt++) {
		try {
			return await bearerOf(companion.link);
		} catch (error) {
			if (attempt === 100) throw error;
			await delay(100 + Math.random() * 400);
		}
	}
}

/** Two at a time, like starting labs. */
async function inTurns(all: unknown[], work: () => Promise<unknown>): Promise<void> {
	for (let n = 0; n < all.length; n += 2) await Promise.all(all.slice(n, n + 2).map(work));
}

function spread(values: number[]): Spread {
	return { p50: percentile(values, 50), p95: percentile(values, 95) };
}
