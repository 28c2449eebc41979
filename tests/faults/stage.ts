// A companion with its own readers on the test run's engine, and a census of everything that it could leak.
import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import { expect, inject, onTestFinished } from 'vitest';
import type { ApiOptions } from '../../src/companion/api.ts';
import { type Companion, startCompanion } from '../../src/companion/companion.ts';
import { instanceId, OWNER_LABEL } from '../../src/lab/docker/labels.ts';
import { bearerOf, Page } from '../companion/page.ts';
import { labs, docker as sharedDocker } from '../lab/docker/bench.ts';

/** A started companion. */
export interface Stage {
	origin: string;
	companion: Companion;
	/** A new reader's bearer. */
	reader(): Promise<string>;
	/** Opens a page, of a new reader by default, that is closed when the test ends. */
	open(page: string, bearer?: string): Promise<Page>;
}

export async function startStage(options: Partial<ApiOptions> = {}): Promise<Stage> {
	const companion = await startCompanion({ labs, siteDir: inject('siteDir'), port: 0, ...options });
	const origin = `http://127.0.0.1:${companion.port}`;
	const reader = () => newReader(companion);
	return {
		origin,
		companion,
		reader,
		async open(page, bearer) {
			const opened = await Page.open(origin, bearer ?? (await reader()), page);
			onTestFinished(() => opened.close());
			return opened;
		},
	};
}

/** Exchanges the code of the companion's link, and retries because the rate limit allows few exchanges per second. */
async function newReader(companion: Companion): Promise<string> {
	for (let attempt = 0; ; attempt++) {
		try {
			return await bearerOf(companion.link);
		} catch (error) {
			if (attempt === 10) throw error;
			await delay(300);
		}
	}
}

/** Counts what this process currently holds, in itself and on the engine. On a test's own engine everything counts. */
export type Census = Record<'containers' | 'volumes' | 'networks' | 'descriptors' | 'timers' | 'sockets', number>;

export async function census(docker: Docker = sharedDocker): Promise<Census> {
	const filters: { label?: string[] } = docker === sharedDocker ? { label: [`${OWNER_LABEL}=${instanceId()}`] } : {};
	const containers = await docker.listContainers({ all: true, filters });
	const volumes = await docker.listVolumes({ filters });
	const networks = await docker.listNetworks({ filters });
	// The test runner's own timers come and go, so the minimum of several looks counts.
	const looks = [look()];
	for (let n = 0; n < 4; n++) {
		await delay(75);
		looks.push(look());
	}
	const least = (kind: keyof ReturnType<typeof look>) => Math.min(...looks.map((counts) => counts[kind]));
	return {
		containers: containers.length,
		volumes: volumes.Volumes?.length ?? 0,
		networks: networks.length,
		descriptors: least('descriptors'),
		timers: least('timers'),
		sockets: least('sockets'),
	};
}

/** Counts what this process currently holds in itself. */
function look() {
	const active = process.getActiveResourcesInfo();
	return {
		descriptors: process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0,
		timers: active.filter((resource) => resource === 'Timeout').length,
		sockets: active.filter((resource) => /^(TCPSocket|TCPServer|Pipe)Wrap$/.test(resource)).length,
	};
}

/** What has grown since a census, after up to `patience` ms for things that go away by themselves. */
export async function leftSince(before: Census, docker?: Docker, patience = 20_000): Promise<string[]> {
	// Not `expect.poll`, whose own timers would be counted.
	for (const began = performance.now(); ; await delay(250)) {
		const now = Object.entries(await census(docker)) as [keyof Census, number][];
		const grown = now.filter(([kind, count]) => count > before[kind]);
		if (grown.length === 0 || performance.now() - began > patience)
			return grown.map(([kind, count]) => `${count} ${kind}, were ${before[kind]}`);
	}
}

export async function expectNoMoreThan(before: Census, docker?: Docker): Promise<void> {
	expect(await leftSince(before, docker)).toEqual([]);
}

/** The lab's last state that the page received. */
export function labOf(page: Page): string | undefined {
	const states = page.said.flatMap((message) => ('lab' in message ? message.lab : []));
	const last = states.at(-1);
	return last?.state === 'gone' ? `gone: ${last.why}` : last?.state;
}

/** Runs an edit of a block, and waits until its output matches. */
export async function begin(page: Page, snippet: string, code: string, printed: RegExp): Promise<void> {
	const before = page.run(snippet)?.id;
	page.send({ type: 'run-edited', snippet, code, cols: 80, rows: 24 });
	await page.until(() => {
		const run = page.run(snippet);
		return run !== undefined && run.id !== before && printed.test(page.text(run.channel));
	});
}
