// `npm run bench`: measures a click and a fresh lab, and the same by other ways into a container. One run measures all in turns,
// because only the ratios can be compared with another machine.
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import { startCompanion } from '../../src/companion/companion.ts';
import { labels } from '../../src/lab/docker/labels.ts';
import { dockerLabs } from '../../src/lab/docker/source.ts';
import { runCommand } from '../../src/system/options.mjs';
import { createProgress } from '../../src/system/progress.mjs';
import { bearerOf } from '../companion/page.ts';
import { Clicker, percentile } from '../load/clicker.ts';
import { onEngine, type Prepared } from '../load/on-engine.ts';

const usage = `Usage: npm run bench [-- options]

  --clicks N   so many clicks of each kind (default 40)
  --labs N     so many fresh labs (default 8)
  --help       show this`;

/** One way to do something. Times in ms. */
interface Way {
	name: string;
	run: () => Promise<unknown>;
	/** Runs before each measurement, and is not measured. */
	before?: () => Promise<unknown>;
	times: number[];
}

const BASE = 'debian:trixie-slim';
/** Starting the next lab takes 1 to 3 s, after which the engine must be idle; in ms. */
const UNTIL_WARM = 5000;
const block = 'lab#lab-1';
const progress = createProgress();

const options = { clicks: { type: 'string', default: '40' }, labs: { type: 'string', default: '8' } } as const;

const status = await runCommand({ name: 'npm run bench', usage, options }, ({ clicks, labs }) =>
	onEngine(progress, (prepared) => bench(prepared, Number(clicks), Number(labs))),
);
process.exit(status);

async function bench(prepared: Prepared, clicks: number, labs: number): Promise<number> {
	const { docker, siteDir } = prepared;
	const companion = await startCompanion({ labs: dockerLabs(prepared), siteDir, port: 0, mostLabs: 3 });
	const origin = `http://127.0.0.1:${companion.port}`;
	const container = await docker.createContainer({ Image: BASE, Cmd: ['sleep', 'infinity'], Labels: labels('bench') });
	await container.start();
	const reader = await Clicker.open(origin, await bearerOf(companion.link), 'lab');
	await reader.click(block, 'true');
	try {
		const clicking = await inTurns(clicks, [
			way('click to status, over the socket', () => reader.click(block, 'echo hi')),
			way('a new exec in a container', () => execute(container, ['echo', 'hi'])),
			way('a container per run', () => runContainer(docker, ['echo', 'hi'])),
		]);
		console.log(`\n${table(clicking)}`);
		const starting = await inTurns(labs, [
			{
				...way('a warm lab handed over, its shell open', () => {
					reader.reset();
					return reader.openShell('main');
				}),
				before: () => delay(UNTIL_WARM),
			},
			way('an empty container', () => runContainer(docker, ['true'])),
		]);
		console.log(`\n${table(starting)}\n`);
		return 0;
	} finally {
		reader.close();
		await container.remove({ force: true });
		await companion.close();
	}
}

function way(name: string, run: () => Promise<unknown>): Way {
	return { name, run, times: [] };
}

async function inTurns(rounds: number, ways: Way[]): Promise<Way[]> {
	for (let round = 0; round < rounds; round++) {
		for (const { run, before, times } of ways) {
			await before?.();
			const began = performance.now();
			await run();
			times.push(performance.now() - began);
		}
	}
	return ways;
}

/** The same calls as `docker exec`. */
async function execute(container: Docker.Container, command: string[]): Promise<void> {
	const exec = await container.exec({ Cmd: command, AttachStdout: true });
	const output = await exec.start({});
	await output.resume().toArray();
	while ((await exec.inspect()).Running) await delay(1);
}

/** The same calls as `docker run --rm`. */
async function runContainer(docker: Docker, command: string[]): Promise<void> {
	const container = await docker.createContainer({ Image: BASE, Cmd: command, Labels: labels('bench') });
	await container.start();
	await container.wait();
	await container.remove();
}

/** One line for each way, compared with the first. */
function table(ways: Way[]): string {
	const floor = percentile(ways[0]?.times ?? [], 50);
	const line = (...[name, ...cells]: string[]) => name?.padEnd(42) + cells.map((cell) => cell.padStart(9)).join('');
	const rows = ways.map(({ name, times }) => {
		const [p50, p95] = [percentile(times, 50), percentile(times, 95)];
		return line(name, p50.toFixed(1), p95.toFixed(1), (p50 / floor).toFixed(1));
	});
	return [line('ms', 'p50', 'p95', 'times'), ...rows].join('\n');
}
