// What a reader sees when parts of their lab are killed: its engine, all its processes, its supervisor, its shell.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instanceId, OWNER_LABEL } from '../../src/lab/docker/labels.ts';
import { Page } from '../companion/page.ts';
import { docker } from '../lab/docker/bench.ts';
import { begin, type Census, census, expectNoMoreThan, labOf, type Stage, startStage } from './stage.ts';

let before: Census;
let stage: Stage;
let bearer: string;
let page: Page;

const block = 'lab#lab-1';
/** Prints `back` as soon as containers run. */
const untilBack = 'for n in $(seq 100); do docker run --rm busybox echo back 2>/dev/null && break; sleep 0.1; done';
/** Prints `none` as soon as neither of two programs runs. */
const untilGone =
	'for n in $(seq 100); do pgrep -f "sleep 432[12]" > /dev/null || { echo none; break; }; sleep 0.1; done';

beforeAll(async () => {
	before = await census();
	stage = await startStage();
	bearer = await stage.reader();
	page = await Page.open(stage.origin, bearer, 'lab');
});
afterAll(() => stage.companion.close());

describe('T35 a lab is turned against itself', () => {
	test.each(['dockerd', 'containerd'])('its %s is killed: containers run again within seconds', async (program) => {
		const killing = await page.runToEnd(block, `was=$(pidof ${program}); pkill -9 -x ${program}; echo "killed $was"`);
		expect(killing).toMatchObject({ phase: 'passed' });
		const next = await page.runToEnd(block, `${untilBack}; pidof ${program}`);
		expect(next.text).toMatch(/^back\n\d+/m);
		expect(next.text).not.toContain(killing.text.trim().split(' ')[1]);
		expect(next.duration).toBeLessThan(15_000);
	});

	test('every process is killed: the shell is told to be over, and the rest comes back', async () => {
		const killing = await page.runToEnd(block, 'kill -9 -1; kill -9 $$');
		expect(killing).toMatchObject({ phase: 'failed', trouble: 'shell-ended', exit: 137 });
		const next = await page.runToEnd(block, untilBack);
		expect(next).toMatchObject({ phase: 'passed', text: 'back\n' });
	});

	test('its shell is killed: the next block gets a new one', async () => {
		await page.runToEnd(block, 'mark=old; touch /root/kept');
		expect(await page.runToEnd(block, 'kill -9 $$')).toMatchObject({ trouble: 'shell-ended', exit: 137 });
		expect((await page.runToEnd(block, 'echo "[$mark]"; ls /root/kept')).text).toBe('[]\n/root/kept\n');
	});

	test('its terminal is killed: nothing that ran on it stays', async () => {
		await begin(page, block, 'sleep 4321 & echo both; sleep 4322', /both/);
		const other = await stage.open('docker0', bearer);
		await other.runToEnd('docker0#d0-1', 'kill -9 $(pgrep -o pty-host)');
		expect(await page.end(block)).toMatchObject({ phase: 'failed', trouble: 'shell-ended' });
		expect((await page.runToEnd(block, untilGone)).text).toBe('none\n');
	});
});

test('T35 the supervisors of all labs are killed: the run is lost, and the next has a fresh lab', async () => {
	await begin(page, block, 'echo going; sleep 50', /going/);
	const labs = await docker.listContainers({ filters: { label: [`${OWNER_LABEL}=${instanceId()}`] } });
	expect(labs.length).toBeGreaterThanOrEqual(2);
	await Promise.all(labs.map(({ Id }) => docker.getContainer(Id).kill({ signal: 'SIGKILL' })));
	expect(await page.end(block)).toMatchObject({ phase: 'failed', trouble: 'lab-gone', exit: null });
	await page.until(() => labOf(page) === 'gone: died');
	expect(await page.runToEnd(block, 'echo fresh')).toMatchObject({ phase: 'passed', text: 'fresh\n' });
});

test('nothing of all that is left when the companion has ended', async () => {
	await page.close();
	await stage.companion.close();
	await expectNoMoreThan(before);
});
