// What a reader sees in the browser when the companion is killed and started again.
import { readdirSync, readFileSync } from 'node:fs';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { block, launchBrowser, newReader, type Product, startProduct } from '../e2e/product.ts';
import { docker } from '../lab/docker/bench.ts';
import { thingsOf } from '../setup/things.ts';

let browser: Browser;
const products: Product[] = [];

beforeAll(async () => {
	browser = await launchBrowser();
});
afterAll(async () => {
	await browser?.close();
	for (const product of products) await product.stop();
});

test.runIf(process.platform === 'linux')(
	'T51 a companion is killed: its page says so, its labs go, and the next one is read until its link is opened',
	async () => {
		const product = await startProduct();
		products.push(product);
		const page = await newReader(browser, product);
		await page.goto(`${product.origin}/docker0/`);
		await block(page, 'docker0#d0-3').runToEnd();
		await block(page, 'docker0#d0-5').run.click();
		await page.locator('run-snippet[data-snippet="docker0#d0-5"][data-state=running]').waitFor({ state: 'attached' });
		const pids = processesBelow(product.process.pid ?? 0);
		expect(await runningLabsOf(pids)).not.toEqual([]);

		for (const pid of pids) process.kill(pid, 'SIGKILL');
		const status = page.locator('lab-status').first();
		await page.locator('lab-status[data-state=lost]').first().waitFor({ state: 'attached' });
		expect(await status.locator('[role=status]').textContent()).toContain('does not answer');
		await expect.poll(() => runningLabsOf(pids), { timeout: 30_000 }).toEqual([]);

		const next = await startProduct('--port', new URL(product.origin).port);
		products.push(next);
		// A lab that was being created when the companion died has no owner: the next start removes it.
		for (const pid of pids) expect(await thingsOf(docker, pid)).toEqual([]);
		await page.locator('lab-status[data-state=reading]').first().waitFor({ state: 'attached' });
		expect(await status.locator('[role=status]').textContent()).toContain('npm start');
		expect(await block(page, 'docker0#d0-5').element.getAttribute('data-state')).toBe('idle');
		await page.goto(next.link());
		await page.locator('lab-status[data-state=none]').first().waitFor({ state: 'attached' });
		await page.goto(`${next.origin}/docker0/`);
		expect(await block(page, 'docker0#d0-1').runToEnd()).toBe('passed');
	},
);

/** The ids of the running labs that one of these processes created. */
async function runningLabsOf(pids: number[]): Promise<string[]> {
	const things = (await Promise.all(pids.map((pid) => thingsOf(docker, pid)))).flat();
	return (await docker.listContainers()).map(({ Id }) => Id).filter((id) => things.includes(id));
}

/** A process and all its descendants. */
function processesBelow(pid: number): number[] {
	const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
	const children = all.filter((name) => {
		try {
			return (
				readFileSync(`/proc/${name}/stat`, 'utf8')
					.replace(/.*\) \S /, '')
					.split(' ')[0] === String(pid)
			);
		} catch {
			return false;
		}
	});
	return [pid, ...children.flatMap((child) => processesBelow(Number(child)))];
}
