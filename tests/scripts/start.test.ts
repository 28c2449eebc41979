// `npm start` as a person meets it: real processes, the real engine.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type Docker from 'dockerode';
import { afterEach, expect, inject, test } from 'vitest';
import { root } from '../../scripts/setup.mjs';
import { connect } from '../../src/lab/engine/address.ts';
import { LABEL } from '../../src/lab/labels.ts';

const docker = connect({ url: inject('engineUrl') });
const running = new Set<Started>();

/** A start that is under way, with what it has said so far. */
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
	for (const option of ['--port', '--no-open', '--yes', '--engine', '--help']) expect(output()).toContain(option);
});

test('a wrong option is told in one sentence, with status 2', async () => {
	const { status, output } = start('--prot', '1');
	expect(await status).toBe(2);
	expect(output()).toBe('Wrong option: there is no option --prot; see npm start -- --help.\n');
});

test('a taken port is told at once in one sentence', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as { port: number };
	const { status, output } = start('--no-open', '--port', String(port));
	expect(await status).toBe(1);
	expect(output()).toMatch(new RegExp(`^Port ${port} is taken: [^\n]+\n$`));
	server.close();
});

test('a given engine that does not answer is named in one sentence', async () => {
	const { status, output } = start('--no-open', '--port', '0', '--engine', 'unix:///nowhere.sock');
	expect(await status).toBe(1);
	expect(output()).toBe('The Docker engine given by --engine does not answer: unix:///nowhere.sock: no such socket.\n');
});

test('with nothing changed it is ready within a few seconds, and Ctrl-C leaves nothing behind', async () => {
	const before = await things(docker);
	const began = Date.now();
	const started = start('--no-open', '--port', '0');
	const link = await ready(started);
	expect(Date.now() - began).toBeLessThan(10_000);
	expect(await (await fetch(link)).text()).toContain('<html');
	await expect.poll(() => added(before), { timeout: 60_000 }).not.toEqual([]);

	// As a terminal does: to every process of the group.
	process.kill(-(started.child.pid ?? 0), 'SIGINT');
	expect(await started.status).toBe(0);
	expect(await added(before)).toEqual([]);
});

test('when the process that npm started is killed, the companion ends by itself', async () => {
	const before = await things(docker);
	const started = start('--no-open', '--port', '0');
	const link = await ready(started);
	await expect.poll(() => added(before), { timeout: 60_000 }).not.toEqual([]);
	started.child.kill('SIGKILL');
	await expect.poll(() => added(before), { timeout: 20_000 }).toEqual([]);
	await expect(fetch(link)).rejects.toThrow();
});

test('what a killed companion left is gone after the next start', async () => {
	const before = await things(docker);
	const killed = start('--no-open', '--port', '0');
	await ready(killed);
	await expect.poll(() => added(before), { timeout: 60_000 }).not.toEqual([]);
	const left = await added(before);
	process.kill(-(killed.child.pid ?? 0), 'SIGKILL');
	await killed.status;

	await ready(start('--no-open', '--port', '0'));
	const now = await things(docker);
	expect(now.filter((id) => left.includes(id))).toEqual([]);
});

/** Starts the project as npm does, in a process group of its own as a terminal gives it. */
function start(...args: string[]): Started {
	const child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
		cwd: root,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let text = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
	const status = once(child, 'exit').then(([code]) => code as number | null);
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

/** The names of all containers, volumes and networks of ours on the engine. */
async function things(engine: Docker): Promise<string[]> {
	const filters = { label: [LABEL] };
	const containers = await engine.listContainers({ all: true, filters });
	const { Volumes } = await engine.listVolumes({ filters });
	const networks = await engine.listNetworks({ filters });
	return [
		...containers.map(({ Id }) => Id),
		...(Volumes ?? []).map(({ Name }) => Name),
		...networks.map(({ Id }) => Id),
	];
}

async function added(before: string[]): Promise<string[]> {
	return (await things(docker)).filter((id) => !before.includes(id));
}
