// What a reader sees when the outer engine crashes, is restarted, hangs, or has a full disk, and that everything recovers.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dockerLabs } from '../../src/lab/docker/source.ts';
import { image, docker as shared } from '../lab/docker/bench.ts';
import { canHaveOwnEngine, OwnEngine } from './own-engine.ts';
import { begin, type Census, census, expectNoMoreThan, labOf, type Stage, startStage } from './stage.ts';

const block = 'lab#lab-1';

describe.runIf(canHaveOwnEngine)('T53 the outer engine', () => {
	let engine: OwnEngine;
	let before: Census;
	let stage: Stage;
	let bearer: string;

	beforeAll(async () => {
		engine = await OwnEngine.start(image, shared);
		before = await census(engine.docker);
		stage = await startStage({ labs: dockerLabs({ docker: engine.docker, image, engine: 'test' }) });
		bearer = await stage.reader();
	});
	afterAll(async () => {
		await stage?.companion.close().catch(() => {});
		await engine?.remove();
	});

	test('crashes mid-run: the run is lost, blocks say that no engine answers, and after a start they run', async () => {
		const page = await stage.open('lab', bearer);
		await begin(page, block, 'echo going; sleep 50', /going/);
		await engine.crash();
		expect(await page.end(block)).toMatchObject({ phase: 'failed', trouble: 'lab-gone', exit: null });
		await page.until(() => labOf(page) === 'gone: no-engine');
		expect(await page.runToEnd(block, 'echo still down')).toMatchObject({ phase: 'failed', trouble: 'no-engine' });
		await engine.start();
		expect(await page.runToEnd(block, 'echo up again')).toMatchObject({ phase: 'passed', text: 'up again\n' });
		// The crashed engine's labs are gone too: only the reader's lab and the warm one exist.
		const labs = async () => {
			const { containers, volumes } = await census(engine.docker);
			return [containers, volumes];
		};
		await expect.poll(labs, { timeout: 20_000 }).toEqual([2, 2]);
	});

	test('is restarted mid-run: the run is lost, and the next has a fresh lab', async () => {
		const page = await stage.open('lab', bearer);
		await begin(page, block, 'echo going; sleep 50', /going/);
		const restarted = engine.restart();
		expect(await page.end(block)).toMatchObject({ phase: 'failed', trouble: 'lab-gone', exit: null });
		await restarted;
		expect(await page.runToEnd(block, 'echo fresh')).toMatchObject({ phase: 'passed', text: 'fresh\n' });
	});

	test('hangs mid-run: a run can still be stopped, and when it goes on so does the reader', async () => {
		const page = await stage.open('lab', bearer);
		await begin(page, block, 'echo going; sleep 50', /going/);
		engine.freeze();
		try {
			page.send({ type: 'stop', run: page.run(block)?.id ?? '' });
			expect((await page.end(block)).phase).toBe('stopped');
		} finally {
			engine.thaw();
		}
		expect(await page.runToEnd(block, 'echo on')).toMatchObject({ phase: 'passed', text: 'on\n' });
	});

	test('hangs at the start of a lab: that has an end too', async () => {
		const page = await stage.open('lab', bearer);
		await page.runToEnd(block, 'true');
		engine.freeze();
		try {
			page.send({ type: 'reset' });
			const run = await page.runToEnd(block, 'true');
			expect(run).toMatchObject({ phase: 'failed', trouble: 'no-engine' });
		} finally {
			engine.thaw();
		}
		expect(await page.runToEnd(block, 'echo on')).toMatchObject({ phase: 'passed', text: 'on\n' });
	});

	test('has no disk left: the reader is told, nothing is left behind, and with room again all goes on', async () => {
		const page = await stage.open('lab', bearer);
		await page.runToEnd(block, 'true');
		await expect.poll(async () => (await census(engine.docker)).containers, { timeout: 20_000 }).toBe(2);
		engine.fill();
		try {
			// Labs keep their files in memory, so the open lab goes on.
			expect((await page.runToEnd(block, 'echo kept > /root/kept && cat /root/kept')).text).toBe('kept\n');
			// The warm lab is the last one.
			await (await stage.open('lab')).runToEnd(block, 'true');
			const late = await stage.open('lab');
			const run = await late.runToEnd(block, 'true');
			expect(run).toMatchObject({ phase: 'failed', trouble: 'lab-failed' });
			expect(run.text).toMatch(/no space left on device/);
			await late.until(() => labOf(late) === 'gone: failed');
		} finally {
			engine.empty();
		}
		const again = await stage.open('lab');
		expect(await again.runToEnd(block, 'echo room')).toMatchObject({ phase: 'passed', text: 'room\n' });
	});

	test('has gone through all of that: nothing is left when the companion has ended', async () => {
		await stage.companion.close();
		await expectNoMoreThan(before, engine.docker);
	});
});
