// Pages that vanish, freeze and come back during a run.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLOSE } from '../../src/protocol/limits.ts';
import { Page } from '../companion/page.ts';
import { begin, type Census, census, expectNoMoreThan, type Stage, startStage } from './stage.ts';

let before: Census;
let stage: Stage;
let bearer: string;
const block = 'lab#lab-1';

beforeAll(async () => {
	before = await census();
	stage = await startStage();
	bearer = await stage.reader();
});
afterAll(() => stage.companion.close());

test('T54 a page vanishes mid-run: it finds on its return all that was printed meanwhile', async () => {
	const page = await stage.open('lab', bearer);
	await begin(page, block, 'for n in $(seq 1 40); do echo line $n; sleep 0.05; done', /line 3/);
	await page.close();
	await delay(500);
	const back = await stage.open('lab', bearer);
	const run = await back.end(block);
	expect(run).toMatchObject({ phase: 'passed', exit: 0 });
	expect(run.text).toBe(Array.from({ length: 40 }, (_, n) => `line ${n + 1}\n`).join(''));
});

test('T54 a page had stopped reading and vanishes: it does not hold up its run', async () => {
	const page = await stage.open('lab', bearer);
	page.reading = false;
	page.send({ type: 'run-edited', snippet: block, code: 'yes | head -n 700000; echo end', cols: 80, rows: 24 });
	await page.until(() => page.output.size > 0);
	await delay(500);
	await page.close();
	const back = await stage.open('lab', bearer);
	expect((await back.end(block)).text).toMatch(/y\nend\n$/);
});

test('T54 twenty broken connections: the output is as it is without them', async () => {
	const page = await stage.open('lab', bearer);
	await begin(page, block, 'for n in $(seq 1 600); do echo line $n; sleep 0.001; done', /line 1\n/);
	for (let n = 0; n < 20; n++) {
		const visitor = await Page.open(stage.origin, bearer, 'lab');
		await delay(Math.random() * 60);
		expect(visitor.seamless).toBe(true);
		await visitor.close();
	}
	const whole = Array.from({ length: 600 }, (_, n) => `line ${n + 1}\n`).join('');
	for (const reading of [page, await stage.open('lab', bearer)]) {
		expect((await reading.end(block)).text).toBe(whole);
		expect(reading.seamless).toBe(true);
	}
});

test('T54 a frozen tab: it neither holds up the other one nor is sent more than it takes, and catches up when it wakes', async () => {
	const [frozen, awake] = [await stage.open('lab', bearer), await stage.open('lab', bearer)];
	frozen.reading = false;
	const run = await awake.runToEnd(block, 'seq 1 500000; echo end');
	const { channel, printed } = run;
	expect(run.text).toMatch(/499999\n500000\nend\n$/);
	expect(awake.seamless).toBe(true);
	expect(frozen.output.get(channel)?.length).toBeLessThanOrEqual(256 * 1024);
	expect(frozen.said.filter(({ type }) => type === 'gap')).toEqual([]);

	frozen.reading = true;
	frozen.send({ type: 'seen', channel, offset: frozen.output.get(channel)?.length ?? 0 });
	await frozen.until(() => frozen.text(channel).endsWith('500000\nend\n'));
	const gap = frozen.said.find((message) => message.type === 'gap');
	expect(gap).toMatchObject({ channel, from: 256 * 1024 });
	expect(gap?.type === 'gap' && gap.to).toBeLessThanOrEqual(printed - 1024 * 1024 + 64 * 1024);
});

test('T54 odd positions: what was never sent, or belongs to nobody, changes nothing', async () => {
	const page = await stage.open('lab', bearer);
	await begin(page, block, 'for n in $(seq 1 20); do echo line $n; sleep 0.05; done', /line 2/);
	const channel = page.run(block)?.channel ?? 0;
	for (const offset of [0, 1, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
		for (const whose of [channel, channel + 1, 2 ** 31]) page.send({ type: 'seen', channel: whose, offset });
	}
	const whole = Array.from({ length: 20 }, (_, n) => `line ${n + 1}\n`).join('');
	expect((await page.end(block)).text).toBe(whole);
	expect(page.seamless).toBe(true);
	// An invalid position ends the connection, and nothing else.
	for (const offset of [-1, 0.5, Number.NaN, 2 ** 60]) {
		const odd = await Page.open(stage.origin, bearer, 'lab');
		odd.send({ type: 'seen', channel, offset });
		expect(await odd.closed).toBe(CLOSE.policy);
	}
	expect((await page.runToEnd(block, 'echo on')).text).toBe('on\n');
});

test('pages, shells and runs that come and go leave the companion with the descriptors and timers that it had', async () => {
	const page = await stage.open('lab', bearer);
	await page.runToEnd(block, 'true');
	const settled = await census();
	for (let round = 0; round < 3; round++) {
		const visitors = await Promise.all(Array.from({ length: 6 }, () => Page.open(stage.origin, bearer, 'docker0')));
		for (const shell of ['one', 'two', 'three']) visitors[0]?.send({ type: 'attach', shell, cols: 80, rows: 24 });
		await visitors[0]?.until(() => visitors[0]?.said.filter(({ type }) => type === 'shell').length === 3);
		for (let n = 0; n < 5; n++) await page.runToEnd(block, `echo ${n}`);
		page.send({ type: 'reset' });
		await Promise.all(visitors.map((visitor) => visitor.close()));
		expect((await page.runToEnd(block, 'echo fresh')).text).toBe('fresh\n');
	}
	await expectNoMoreThan(settled);
});

test('nothing of all that is left when the companion has ended', async () => {
	await stage.companion.close();
	await expectNoMoreThan(before);
});
