// What a page loads before any run, and that no run moves the page's text.
import { gzipSync } from 'node:zlib';
import type { Page, Response } from 'playwright';
import { describe, expect, onTestFinished, test } from 'vitest';
import { block } from './product.ts';
import { edit, untilIn, useReader } from './reader.ts';

const reader = useReader();
const KIB = 1024;

/** One event of Chromium's trace (the Trace Event Format); style recalculations are `UpdateLayoutTree`. */
interface TraceEvent {
	name: string;
	args: { elementCount?: number };
}

interface Sent {
	path: string;
	gzip: number;
	text: string;
}

/** All files that a page loads until the network is idle, with their compressed sizes. */
async function loaded(page: Page, path: string): Promise<Sent[]> {
	const answers: Response[] = [];
	page.on('response', (response) => answers.push(response));
	await page.goto(reader.product.origin + path, { waitUntil: 'networkidle' });
	const sent = answers.filter((answer) => answer.ok() && !answer.url().includes('/api/'));
	return Promise.all(
		sent.map(async (answer) => {
			const body = await answer.body();
			return { path: new URL(answer.url()).pathname, gzip: gzipSync(body).length, text: body.toString() };
		}),
	);
}

/**
 * Records layout shifts in the page's text that the reader did not cause: the amount and the elements. Shifts between the parts
 * of one block do not count.
 */
async function watchShifts(page: Page): Promise<() => Promise<string[]>> {
	interface Shift extends PerformanceEntry {
		value: number;
		hadRecentInput: boolean;
		sources: { node: Node | null }[];
	}
	const shifts = await page.evaluateHandle(() => {
		const seen: string[] = [];
		new PerformanceObserver((list) => {
			for (const { value, hadRecentInput, sources } of list.getEntries() as Shift[]) {
				const moved = sources
					.map(({ node }) => (node instanceof Element ? node : node?.parentElement))
					.filter((node) => node?.closest('main') && !node.closest('.run-bar, .run-notes, .run-output'))
					.map((node) => node?.outerHTML.slice(0, 60));
				if (!hadRecentInput && moved.length > 0) seen.push(`${value}: ${moved.join(', ')}`);
			}
		}).observe({ type: 'layout-shift' });
		return seen;
	});
	return () => shifts.jsonValue();
}

describe.each(['/docker0/', '/ko/docker0/', '/packet-walk/', '/clinic/'])('%s before the first run', (path) => {
	test('weighs at most 60 KB, 8 KB of it our own script, and asks for neither terminal nor search', async () => {
		const page = await (await reader.open('/lab/')).context().newPage();
		onTestFinished(() => page.close());
		const devtools = await page.context().newCDPSession(page);
		await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
		const files = await loaded(page, path);
		const total = files.reduce((sum, { gzip }) => sum + gzip, 0);
		const list = files.map(({ path, gzip }) => `${gzip} ${path}`).join('\n');
		expect(total, list).toBeLessThanOrEqual(60 * KIB);
		// Our own scripts: not those of Starlight, Expressive Code or Vite.
		const others =
			/\/(page|ec|Search|(Mobile)?TableOfContents|starlight-toc|preload-helper|rolldown-runtime|ui-core)\b[^/]*\.js$/;
		const entry = files.filter(({ path }) => path.endsWith('.js') && !others.test(path));
		expect(entry.length, list).toBeGreaterThan(0);
		expect(
			entry.reduce((sum, { gzip }) => sum + gzip, 0),
			list,
		).toBeLessThanOrEqual(8 * KIB);
		expect(
			files.filter(({ text, path }) => path.endsWith('.js') && /xterm|pagefind-ui/.test(text)).map(({ path }) => path),
		).toEqual([]);
	});
});

test('the terminal comes with the first run, as one chunk of at most 95 KB', async () => {
	const page = await reader.open('/lab/');
	const asked: Promise<Buffer>[] = [];
	page.on('response', (answer) => answer.url().endsWith('.js') && asked.push(answer.body()));
	expect(await block(page, 'lab#lab-1').runToEnd()).toBe('passed');
	const chunks = (await Promise.all(asked)).filter((body) => body.includes('xterm'));
	expect(chunks.length).toBe(1);
	expect(gzipSync(chunks[0] ?? '').length).toBeLessThanOrEqual(95 * KIB);
});

test('search comes when it is opened, has the focus, and finds', async () => {
	const page = await reader.open('/docker0/');
	await page.keyboard.press('Control+k');
	const field = page.locator('site-search input');
	await field.waitFor();
	await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true);
	await page.keyboard.type('masquerade');
	await page.locator('site-search .pagefind-ui__result-link').first().waitFor();
});

describe('nothing moves by itself', () => {
	test('when output comes at once, later, or line by line', async () => {
		const page = await reader.open('/docker0/');
		const shifts = await watchShifts(page);
		for (const id of ['d0-1', 'd0-2', 'd0-3', 'd0-4', 'd0-5']) {
			const { run, end } = block(page, `docker0#${id}`);
			await run.scrollIntoViewIfNeeded();
			await run.click();
			expect(await end()).toBe('passed');
			await page.waitForTimeout(100);
		}
		expect(await shifts()).toEqual([]);
	});

	test.each([
		['of which nothing is known', 'for i in $(seq 1 30); do echo $i; sleep 0.05; done'],
		['that is none', 'sleep 1.5'],
		['that ends in advice', 'sleep 1; exit 3'],
	])('when output comes %s', async (_, code) => {
		const page = await reader.open('/docker0/');
		await block(page, 'docker0#d0-1').runToEnd();
		const { element, run, end } = block(page, 'docker0#d0-2');
		await edit(element, code);
		await run.scrollIntoViewIfNeeded();
		const shifts = await watchShifts(page);
		await run.click();
		await end();
		await page.waitForTimeout(100);
		expect(await shifts()).toEqual([]);
	});

	test('when a whole page is run', async () => {
		const page = await reader.open('/lab/');
		const shifts = await watchShifts(page);
		await page.locator('page-run button').click();
		await page.locator('page-run[data-state=passed]').waitFor({ timeout: 60_000 });
		expect(await shifts()).toEqual([]);
	});
});

test('a letter that changes in a block costs the styles of that block, not of the page', async () => {
	const page = await reader.open('/docker0/');
	await reader.browser.startTracing(page, {
		categories: ['disabled-by-default-devtools.timeline', 'devtools.timeline'],
	});
	await page.evaluate(() => {
		const added = document.createElement('span');
		document.querySelector('run-snippet')?.append(added);
		for (const letter of 'Docker') {
			added.textContent = letter;
			added.getBoundingClientRect();
		}
	});
	const { traceEvents } = JSON.parse((await reader.browser.stopTracing()).toString());
	const counts: number[] = traceEvents
		.filter(({ name, args }: TraceEvent) => name === 'UpdateLayoutTree' && args.elementCount !== undefined)
		.map(({ args }: TraceEvent) => args.elementCount);
	expect(counts.length).toBeGreaterThanOrEqual(6);
	expect(counts.filter((count) => count > 100)).toEqual([]);
});

test('a block that draws a screen has room for it', async () => {
	const page = await reader.open('/eth0/');
	const { run, output, stop, end } = block(page, 'eth0#eth-2');
	await run.click();
	await untilIn(page, 'eth0#eth-2', 'running');
	expect(await output.evaluate((panel) => panel.clientHeight)).toBeGreaterThan(300);
	await stop.click();
	expect(await end()).toBe('stopped');
});
