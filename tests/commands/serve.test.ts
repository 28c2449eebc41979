// `npm start` as users run it: real processes, the real engine.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, inject, onTestFinished, test } from 'vitest';
import { connect } from '../../src/lab/docker/engine/address.ts';
import { reap } from '../../src/lab/docker/labels.ts';
import { root } from '../../src/system/setup.mjs';
import { companionOf, thingsOf } from '../setup/things.ts';

const docker = connect({ url: inject('engineUrl') });
const running = new Set<Started>();

/** A running start, with its output so far. */
interface Started {
	child: ChildProcess;
	output: () => string;
	status: Promise<number | null>;
}

afterEach(async () => {
	for (const { child, status } of running) {
		child.kill('SIGTERM');
		await status;
	}
	running.clear();
});

test('--help shows every option', async () => {
	const { status, output } = start('--help');
	expect(await status).toBe(0);
	for (const option of ['--port', '--no-open', '--yes', '--engine', '--log', '--help'])
		expect(output()).toContain(option);
});

test('a wrong option is reported in one sentence, with exit status 2', async () => {
	const { status, output } = start('--prot', '1');
	expect(await status).toBe(2);
	expect(output()).toBe('Wrong option: there is no option --prot; see npm start -- --help.\n');
});

test('a taken port is reported at once in one sentence', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as { port: number };
	const { status, output } = start('--no-open', '--port', String(port));
	expect(await status).toBe(1);
	expect(output()).toMatch(new RegExp(`^Port ${port} is taken: [^\n]+\n$`));
	server.close();
});

test('a given engine that cannot be used is named in one sentence', async () => {
	const { status, output } = start('--no-open', '--port', '0', '--engine', 'unix:///nowhere.sock');
	expect(await status).toBe(1);
	expect(output()).toBe('The Docker engine given by --engine cannot be used: unix:///nowhere.sock: no such socket.\n');
});

test('with nothing changed it installs and builds nothing, and Ctrl-C leaves nothing behind', async () => {
	const started = start('--no-open', '--port', '0');
	const link = await ready(started);
	expect(started.output()).not.toMatch(/dependencies|\] site/);
	expect(await (await fetch(link)).text()).toContain('<html');
	const companion = await working(started);

	// To every process of the group, like a terminal.
	process.kill(-(started.child.pid ?? 0), 'SIGINT');
	expect(await started.status).toBe(0);
	expect(await thingsOf(docker, companion)).toEqual([]);
});

test('when the process that npm started is killed, the companion ends by itself', async () => {
	const started = start('--no-open', '--port', '0');
	const link = await ready(started);
	const companion = await working(started);
	started.child.kill('SIGKILL');
	await expect.poll(() => thingsOf(docker, companion), { timeout: 20_000 }).toEqual([]);
	await expect(fetch(link)).rejects.toThrow();
});

test('the next start removes what a killed companion left behind', async () => {
	const killed = start('--no-open', '--port', '0');
	await ready(killed);
	const companion = await working(killed);
	process.kill(-(killed.child.pid ?? 0), 'SIGKILL');
	await killed.status;
	await ready(start('--no-open', '--port', '0'));
	expect(await thingsOf(docker, companion)).toEqual([]);
});

test('when the engine is gone, Ctrl-C still ends it, with one sentence', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'engine-'));
	onTestFinished(() => rm(folder, { recursive: true }));
	const way = await wayToEngine(join(folder, 'docker.sock'));
	const started = start('--no-open', '--port', '0', '--engine', way.url);
	await ready(started);
	const companion = await working(started);
	way.close();
	const said = started.output().length;
	process.kill(-(started.child.pid ?? 0), 'SIGINT');
	expect(await started.status).toBe(1);
	expect(
		started
			.output()
			.slice(said)
			// Without the progress, and what is logged of the labs.
			.replaceAll(/^[[{].*\n/gm, ''),
	).toBe('The Docker engine does not answer any more: what is left of the labs goes with the next start.\n');
	await reap(docker);
	expect(await thingsOf(docker, companion)).toEqual([]);
});

/** A proxy socket to the engine that the test can cut. */
async function wayToEngine(path: string): Promise<{ url: string; close(): void }> {
	const connections = new Set<Socket>();
	const server = createServer((near) => {
		const far = createConnection(new URL(inject('engineUrl')).pathname);
		for (const [from, to] of [
			[near, far],
			[far, near],
		] as const) {
			connections.add(from);
			from.on('error', () => to.destroy());
			from.pipe(to);
		}
	}).listen(path);
	await once(server, 'listening');
	return {
		url: `unix://${path}`,
		close() {
			server.close();
			for (const connection of connections) connection.destroy();
		},
	};
}

/** Waits until a started companion has a lab. @returns its process */
async function working({ child }: Started): Promise<number> {
	const companion = companionOf(child);
	await expect.poll(() => thingsOf(docker, companion), { timeout: 60_000 }).not.toEqual([]);
	return companion;
}

/** Starts the project like npm, in a process group of its own like in a terminal. */
function start(...args: string[]): Started {
	const child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
		cwd: root,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let text = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
	// Not `exit`, which may come before the last output.
	const status = once(child, 'close').then(([code]) => code as number | null);
	const started = { child, status, output: () => text };
	running.add(started);
	return started;
}

/** The link of the `ready` line. */
async function ready({ output, status }: Started): Promise<string> {
	const ended = status.then((code) => Promise.reject(new Error(`ended with ${code}:\n${output()}`)));
	const link = expect.poll(() => /^ready (\S+)$/m.exec(output())?.[1], { timeout: 60_000 }).toBeDefined();
	await Promise.race([link, ended]);
	return /^ready (\S+)$/m.exec(output())?.[1] ?? '';
}
