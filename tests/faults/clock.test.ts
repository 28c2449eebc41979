// The clock of the companion's machine jumps, or the machine sleeps for an hour.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest';
import { bearerOf, Page } from '../companion/page.ts';
import { docker, image } from '../lab/docker/bench.ts';
import { thingsOf } from '../setup/things.ts';
import { type OwnClock, ownClock } from './own-clock.ts';
import { begin, labOf } from './stage.ts';

const HOUR = 3600;
/** A lab's idle time, in ms. */
const IDLE = 8000;
/** A block with `timeout=10`, and that limit in ms. */
const block = 'guide#g-9';
const LIMIT = 10_000;

/** Undefined where libfaketime is not available; then all tests are skipped. */
let own: OwnClock | undefined;
beforeAll(async () => {
	own = await ownClock();
});
afterAll(() => own?.remove());

/** A companion whose clock can be shifted. */
async function startCompanion() {
	const { env, shift } = own as OwnClock;
	shift(0);
	const options = {
		engineUrl: inject('engineUrl'),
		image,
		siteDir: inject('siteDir'),
		engineVersion: 'test',
		idle: IDLE,
	};
	const script = new URL('companion-process.ts', import.meta.url).pathname;
	const child = spawn(process.execPath, [script, JSON.stringify(options)], {
		env,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	onTestFinished(async () => {
		child.kill('SIGCONT');
		child.kill('SIGTERM');
		if (child.exitCode === null) await once(child, 'exit');
		expect(await thingsOf(docker, child.pid ?? 0)).toEqual([]);
	});
	const links = createInterface(child.stdout)[Symbol.asyncIterator]();
	let link: string = (await links.next()).value ?? '';
	const { origin } = new URL(link);
	return {
		pid: child.pid ?? 0,
		/** A new reader's bearer. */
		async reader() {
			const bearer = await bearerOf(link);
			link = (await links.next()).value ?? '';
			return bearer;
		},
		async open(bearer: string, page = 'guide'): Promise<Page> {
			const opened = await Page.open(origin, bearer, page);
			onTestFinished(() => opened.close());
			return opened;
		},
		/** Shifts only the companion's clock, and waits until its answers have the new time. */
		async jumpTo(seconds: number): Promise<void> {
			shift(seconds);
			const ahead = async () => {
				const { headers } = await fetch(origin, { method: 'HEAD' });
				return (Date.parse(headers.get('date') ?? '') - Date.now()) / 1000;
			};
			await expect.poll(async () => Math.abs((await ahead()) - seconds), { timeout: 5000 }).toBeLessThan(60);
		},
	};
}

describe('T55 a clock that is not steady', () => {
	beforeEach(({ skip }) => skip(!own, 'libfaketime cannot be had here'));

	test('jumps forward by an hour, then back by two: runs, labs and bearers go on, and limits are kept', async () => {
		const companion = await startCompanion();
		const bearer = await companion.reader();
		const page = await companion.open(bearer);
		await page.runToEnd(block, 'touch /root/mark');
		await begin(page, block, 'echo going; sleep 3; echo done', /going/);
		await companion.jumpTo(HOUR);
		const run = await page.end(block);
		expect(run).toMatchObject({ phase: 'passed', text: 'going\ndone\n' });
		expect(run.duration).toBeGreaterThan(2500);
		expect(run.duration).toBeLessThan(LIMIT);
		// Long enough for at least one check for idle readers.
		await delay(IDLE / 2 + 1000);
		expect(labOf(page)).toBe('ready');
		expect(await companion.reader()).toMatch(/^\S{32,}$/);

		const back = await companion.open(bearer);
		await begin(back, block, 'ls /root/mark; sleep 100', /mark/);
		await companion.jumpTo(-HOUR);
		const endless = await back.end(block);
		expect(endless).toMatchObject({ phase: 'failed', trouble: 'timeout' });
		expect(endless.duration).toBeGreaterThan(LIMIT - 500);
		await page.until(() => labOf(page) === 'gone: idle', 4 * IDLE);
	});

	test('sleeps with its machine for longer than any limit: nothing is ended when it wakes', async () => {
		const companion = await startCompanion();
		const [running, reading] = [await companion.reader(), await companion.reader()];
		const reader = await companion.open(reading, 'lab');
		await reader.runToEnd('lab#lab-1', 'touch /root/mark');
		const page = await companion.open(running);
		await begin(page, block, 'echo going; sleep 4; echo done', /going/);

		// While a machine sleeps its processes stop, and on waking the clock is ahead.
		const things = await thingsOf(docker, companion.pid);
		const labs = (await docker.listContainers()).filter(({ Id }) => things.includes(Id));
		expect(labs.length).toBeGreaterThanOrEqual(2);
		await Promise.all(labs.map(({ Id }) => docker.getContainer(Id).pause()));
		process.kill(companion.pid, 'SIGSTOP');
		await delay(Math.max(IDLE, LIMIT) + 2000);
		const jumped = companion.jumpTo(HOUR);
		process.kill(companion.pid, 'SIGCONT');
		await jumped;
		await Promise.all(labs.map(({ Id }) => docker.getContainer(Id).unpause()));

		expect(await page.end(block)).toMatchObject({ phase: 'passed', text: 'going\ndone\n' });
		const back = await companion.open(reading, 'lab');
		expect((await back.runToEnd('lab#lab-1', 'ls /root/mark')).text).toBe('/root/mark\n');
		expect(labOf(reader)).toBe('ready');
	});
});
