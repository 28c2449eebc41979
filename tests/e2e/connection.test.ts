// A reader's connection to the companion through a proxy that can cut, hold and restore it; and what the page's status says about
// the connection, and about a lab that ended.
import { once } from 'node:events';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { Line } from './line.ts';
import { block, launchBrowser, newReader, type Product, startProduct } from './product.ts';
import { edit, untilIn } from './reader.ts';
import { holdSockets } from './sockets.ts';

let product: Product;
let browser: Browser;
let line: Line;
let page: Page;

beforeAll(async () => {
	product = await startProduct();
	const port = Number(new URL(product.origin).port);
	line = new Line(port);
	browser = await launchBrowser(`--host-resolver-rules=MAP 127.0.0.1:${port} 127.0.0.1:${await line.open()}`);
}, 300_000);

beforeEach(async () => {
	expect(inject('siteDir')).not.toBe('');
	line.mend();
	page ??= await newReader(browser, product);
	await page.goto(`${product.origin}/lab/`);
	await page.locator('lab-status:is([data-state=none],[data-state=ready],[data-state=gone])').first().waitFor();
});

afterAll(async () => {
	await browser?.close();
	line?.close();
	await product?.stop();
});

const status = () => page.locator('lab-status').first();
const untilStatus = (state: string) =>
	page.locator(`lab-status[data-state=${state}]`).first().waitFor({ state: 'attached' });

/** Starts to print numbered lines, a few per second. @returns The expected output. */
async function count(lines: number): Promise<string> {
	const { element, run, output } = block(page, 'lab#lab-1');
	await edit(element, `for i in $(seq 1 ${lines}); do echo 줄 $i; sleep 0.1; done`);
	await run.click();
	await output.locator('.xterm-rows').getByText('줄 3', { exact: true }).waitFor();
	return Array.from({ length: lines }, (_, n) => `줄 ${n + 1}`).join('\n');
}

test('a cut in the middle of a run is told, mended by one click, and leaves neither a gap nor a double', async () => {
	const counted = await count(50);
	line.cut();
	await untilStatus('lost');
	expect(await status().textContent()).toContain('does not answer');
	const other = block(page, 'lab#lab-2');
	await other.run.click();
	expect(await other.status.textContent()).toContain('does not answer');
	line.mend();
	// The page may have reconnected by itself by now: then there is nothing to click.
	await Promise.race([status().getByRole('button', { name: 'Try again' }).click(), untilStatus('ready')]);
	await untilStatus('ready');
	await expect.poll(() => other.status.textContent()).toBe('');
	expect(await block(page, 'lab#lab-1').end()).toBe('passed');
	expect((await block(page, 'lab#lab-1').output.textContent())?.trim()).toBe(counted);
});

test('a part of the page that was not loaded before a cut says why it does nothing, and works after it', async () => {
	line.cut();
	await untilStatus('lost');
	const { element, status: ofBlock } = block(page, 'lab#lab-2');
	const all = page.locator('page-run');
	const runToHere = async () => {
		await element.locator('.run-more summary').click();
		await element.locator('[data-action=run-to-here]').click();
	};
	await runToHere();
	await ofBlock.getByText('does not answer').waitFor();
	await all.getByRole('button', { name: 'Run all' }).click();
	await all.getByText('does not answer').waitFor();
	await all.getByRole('button', { name: 'Run all' }).waitFor();
	line.mend();
	await page.locator('lab-status:not([data-state=lost])').first().waitFor();
	await expect.poll(() => ofBlock.textContent()).toBe('');
	await runToHere();
	expect(await block(page, 'lab#lab-2').end()).toBe('passed');
});

test('a line that is still for a while, as when a machine sleeps, goes on where it was', async () => {
	const counted = await count(30);
	line.hold();
	await page.waitForTimeout(4000);
	line.release();
	expect(await block(page, 'lab#lab-1').end()).toBe('passed');
	expect((await block(page, 'lab#lab-1').output.textContent())?.trim()).toBe(counted);
});

test('who tries again twice has one connection', async () => {
	await holdSockets(page);
	const connections = await page.evaluate(async () => {
		const { sockets } = globalThis as unknown as { sockets: globalThis.WebSocket[] };
		const status = document.querySelector('lab-status') as HTMLElement;
		const until = async (holds: () => boolean) => {
			while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
		};
		sockets.at(-1)?.close();
		await until(() => status.dataset.state === 'lost');
		for (let n = 0; n < 2; n++) status.querySelector<HTMLElement>('.lab-mend')?.click();
		await until(() => status.dataset.state !== 'lost');
		return sockets.filter(({ readyState }) => readyState <= globalThis.WebSocket.OPEN).length;
	});
	expect(connections).toBe(1);
});

describe('a click whose message is lost with the connection', () => {
	/** Clicks, drops the message that the page sends, and cuts its connection. */
	const clickAndLose = (selector: string, bearer?: string) =>
		page.evaluate(
			([selector, bearer]) => {
				const socket = (globalThis as unknown as { sockets: globalThis.WebSocket[] }).sockets.at(
					-1,
				) as globalThis.WebSocket;
				socket.send = () => {};
				document.querySelector<HTMLElement>(selector ?? '')?.click();
				if (bearer) localStorage.setItem('underbridge.bearer', bearer);
				socket.close();
			},
			[selector, bearer],
		);
	const run = 'run-snippet[data-snippet="lab#lab-2"] [data-action=run]';

	test('leaves a block that can be run again', async () => {
		await holdSockets(page);
		const { element, status: said, runToEnd } = block(page, 'lab#lab-2');
		const before = await element.getAttribute('data-state');
		await clickAndLose(run);
		await untilStatus('lost');
		expect(await said.textContent()).toContain('does not answer');
		await page.locator('lab-status:not([data-state=lost])').first().waitFor({ state: 'attached' });
		await expect.poll(() => said.textContent()).not.toContain('does not answer');
		expect(await element.getAttribute('data-state')).toBe(before);
		expect(await runToEnd()).toBe('passed');
	});

	test('ends the run of a page that waited for it', async () => {
		await holdSockets(page);
		await clickAndLose('page-run button');
		await page.locator('page-run').getByText('stopped at').waitFor();
		await page.locator('page-run').getByRole('button', { name: 'Run all' }).waitFor();
	});

	test('leaves a block that plays its recording, where the companion was started anew', async () => {
		const bearer = await page.evaluate(() => localStorage.getItem('underbridge.bearer') ?? '');
		onTestFinished(() => page.evaluate((bearer) => localStorage.setItem('underbridge.bearer', bearer), bearer));
		await holdSockets(page);
		await clickAndLose(run, 'of another companion');
		await untilStatus('reading');
		const { element, run: button, status: said } = block(page, 'lab#lab-2');
		await expect.poll(() => element.getAttribute('data-state')).toBe('idle');
		expect(await said.textContent()).toBe('');
		await button.click();
		await said.getByText(/^Recorded/).waitFor();
	});
});

test('a block that runs is no more when its lab was reset while the connection was lost', async () => {
	await count(300);
	const { element, stop, run } = block(page, 'lab#lab-1');
	line.cut();
	await untilStatus('lost');
	expect(await element.getAttribute('data-state')).toBe('running');
	await resetElsewhere();
	line.mend();
	await page.locator('lab-status:not([data-state=lost])').first().waitFor({ state: 'attached' });
	await expect.poll(() => element.getAttribute('data-state')).toBe('idle');
	expect(await stop.isVisible()).toBe(false);
	expect(await run.getAttribute('aria-disabled')).toBe('false');
});

/** The same reader resets the lab on another, intact connection. */
async function resetElsewhere(): Promise<void> {
	const bearer = await page.evaluate(() => localStorage.getItem('underbridge.bearer'));
	const socket = new WebSocket(`${product.origin.replace('http', 'ws')}/api/socket`, { origin: product.origin });
	const said = (wanted: string) =>
		new Promise<void>((resolve) => {
			socket.on('message', (data, binary) => !binary && JSON.parse(String(data)).type === wanted && resolve());
		});
	await once(socket, 'open');
	socket.send(JSON.stringify({ type: 'hello', bearer, page: 'none', language: 'en' }));
	await said('welcome');
	socket.send(JSON.stringify({ type: 'reset' }));
	await said('reset');
	socket.close();
}

test('a page that is loaded again knows that a block was edited, and how', async () => {
	await count(30);
	await page.reload();
	await untilIn(page, 'lab#lab-1', 'running');
	const { element, end } = block(page, 'lab#lab-1');
	await expect.poll(() => element.getAttribute('data-edited')).toBe('');
	expect(await edit(element, 'true')).toMatch(/^for i in/);
	expect(await end()).toBe('passed');
	await element.getByRole('button', { name: 'Original' }).click();
	await expect.poll(() => element.getAttribute('data-edited')).toBeNull();
});

test('the status goes from none over starting to ready, and a companion that ended is told on the page', async () => {
	const seen = await page.evaluateHandle(() => {
		const states: string[] = [];
		const element = document.querySelector<HTMLElement>('lab-status');
		new MutationObserver(() => states.push(element?.dataset.state ?? '')).observe(element as HTMLElement, {
			attributeFilter: ['data-state'],
		});
		return states;
	});
	await status().getByRole('button').first().click();
	await page.getByRole('button', { name: 'Reset the lab' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Reset', exact: true }).click();
	await expect.poll(() => seen.jsonValue()).toEqual(['starting', 'ready']);
	expect(await status().textContent()).toMatch(/Lab: ready \(Docker [\d.]+/);
	await product.stop();
	await untilStatus('lost');
});
