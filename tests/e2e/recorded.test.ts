// A reader without a companion, on a static host: blocks play their recordings. With a companion: the recorded output beside the
// reader's own.
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { recordingOf } from '../../src/authoring/recording-files.ts';
import { mask } from '../../src/transcript/mask.ts';
import { recordedText, writeRecording } from '../../src/transcript/recording.ts';
import { block, launchBrowser, newReader, startProduct } from './product.ts';
import { type StaticHost, serveStatic } from './static-host.ts';

/** The last line of the recording of `docker0#d0-7`, which appears after more than five seconds. */
const END_OF_PING = 'round-trip min/avg/max';

let browser: Browser;

beforeAll(async () => {
	browser = await launchBrowser();
});

afterAll(() => browser?.close());

describe('on a static host', () => {
	let host: StaticHost;

	beforeAll(async () => {
		host = await serveStatic(inject('siteDir'));
	});

	afterAll(() => host.close());

	async function visit(path: string, options?: BrowserContextOptions): Promise<Page> {
		const page = await (await browser.newContext(options)).newPage();
		await page.goto(host.origin + path);
		await page.locator('lab-status[data-state=reading]').first().waitFor({ state: 'attached' });
		return page;
	}

	test.each([
		['/docker0/', /^Recorded · Docker \d+\.\d+\.\d+ · \d{4}-\d\d-\d\d$/, /npm start/],
		['/ko/docker0/', /^녹화 · Docker \d+\.\d+\.\d+ · \d{4}-\d\d-\d\d$/, /npm start/],
	])('%s: Run plays the recording, says so, and tells how to go live', async (path, status, howTo) => {
		const page = await visit(path);
		const { element, output, run, stop, status: line } = block(page, 'docker0#d0-2');
		await run.click();
		await output.locator('pre').waitFor();
		const shown = (await output.locator('pre').textContent()) ?? '';
		const recording = recordingOf('docker0', 'd0-2');
		expect(recording).toBeDefined();
		// The terminal has turned tabs into blanks, so spacing is ignored.
		if (recording) expect(mask(shown)).toEqual(mask(await recordedText(recording)));
		await expect.poll(() => stop.isHidden()).toBe(true);
		expect(await element.getAttribute('data-state')).toBe('recorded');
		expect(await line.textContent()).toMatch(status);
		expect(await element.locator('.run-notes').textContent()).toMatch(howTo);
		expect(host.asked.filter((url) => url.startsWith('/api/'))).toEqual([]);
		const { violations } = await new AxeBuilder({ page }).include('run-snippet[data-state=recorded]').analyze();
		expect(violations).toEqual([]);
		await page.context().close();
	});

	test.each([
		['a progress bar', 'one: 1%\r\ntwo: 1%\r\n\x1b[2Aone: 9%\r\x1b[2Bend'],
		['a screen that is cleared and addressed', 'old\r\n\x1b[H\x1b[2J\x1b[3;5Hhere\x1b[1;1Hthere'],
		['wide characters, overwritten by half', '한국어 컨테이너\rabc\r\n🐳🐳\rx\r\n'],
		[
			'what is inserted, deleted, saved and restored',
			'abcdef\r\x1b[2P\x1b[4h>\x1b[4l\x1b7\r\n\n\x1b[Lz\x1b8<\x1b[5;1H.',
		],
		[
			'a scroll region and a full-screen program',
			'a\r\nb\r\nc\x1b[1;2r\x1b[2;1H\nnew\x1b[r\x1b[?1049hgone\x1b[?1049l\r\n!',
		],
		['tabs, wrapped lines and blanks', `a\tb\r\n${'x'.repeat(250)}\r\n${'가'.repeat(101)}  \r\n\r\n   `],
		['sequences that ask for billions', 'x\x1b[2147483647b\x1b[2147483647L\r\x1b[2147483647Sy'],
		['an erasure at which xterm.js would throw', 'a\x1b[999;999Hx\x1b[1J\r\nafter'],
		['more lines than are kept, all of one line', 'x'.repeat(600_050)],
	])('the page shows the text that an output is judged by: %s', async (_, output) => {
		const page = await visit('/docker0/', { reducedMotion: 'reduce' });
		const recording = recordingOf('docker0', 'd0-2');
		if (!recording) throw new Error('docker0#d0-2 is not recorded');
		const other = { ...recording, events: [[0, output] as [number, string]] };
		await page.route('**/recordings/docker0/d0-2.cast', (route) => route.fulfill({ body: writeRecording(other) }));
		const { output: panel, run } = block(page, 'docker0#d0-2');
		await run.click();
		await panel.locator('pre').waitFor();
		const shown = (await panel.locator('pre').textContent()) ?? '';
		const text = await recordedText(other);
		// The page may drop lines that are far above.
		if (output.length > 100_000) expect(text.endsWith(shown)).toBe(true);
		else expect(shown).toBe(text);
		expect(shown.length).toBeGreaterThan(0);
		await page.context().close();
	});

	test('a recording takes the time that the command took, its silences too', async () => {
		const page = await visit('/docker0/');
		const { output, run } = block(page, 'docker0#d0-7');
		const { duration = 0 } = recordingOf('docker0', 'd0-7') ?? {};
		expect(duration).toBeGreaterThan(3);
		const began = performance.now();
		await run.click();
		await output.locator('pre').waitFor();
		expect((performance.now() - began) / 1000).toBeGreaterThanOrEqual(duration);
		await page.context().close();
	});

	test('a recording can be stopped', async () => {
		const page = await visit('/docker0/');
		const { element, output, run, stop } = block(page, 'docker0#d0-7');
		await run.click();
		await output.locator('.xterm').waitFor();
		expect(await output.locator('pre').count()).toBe(0);
		await stop.click();
		await output.locator('pre').or(element.locator('[role=log][hidden]')).first().waitFor({ state: 'attached' });
		await expect.poll(() => stop.isHidden()).toBe(true);
		expect(await output.textContent()).not.toContain(END_OF_PING);
		expect(await run.getAttribute('aria-disabled')).toBe('false');
		expect(await element.getAttribute('data-state')).toBe('recorded');
		await page.context().close();
	});

	test('a recording that is not there is said, and leaves no empty panel', async () => {
		const page = await visit('/docker0/');
		// After the space for it has its size.
		await page.route('**/recordings/docker0/d0-2.cast', async (route) => {
			await new Promise((resolve) => setTimeout(resolve, 1000));
			await route.fulfill({ status: 404 });
		});
		const { element, output, run, stop, status } = block(page, 'docker0#d0-2');
		await run.click();
		await stop.waitFor();
		expect(await element.getAttribute('data-state')).toBe('recorded');
		await status.getByText('There is no recording of this block.').waitFor();
		expect(await element.getAttribute('data-state')).toBe('idle');
		expect(await output.isVisible()).toBe(false);
		expect(await stop.isVisible()).toBe(false);
		await page.context().close();
	});

	test('a whole page plays from top to bottom', async () => {
		const page = await visit('/lab/', { reducedMotion: 'reduce' });
		await page.getByRole('button', { name: 'Run all' }).click();
		await page.locator('page-run[data-state=passed]').waitFor();
		expect(await page.locator('run-snippet:not([data-state=recorded])').count()).toBe(0);
		await page.context().close();
	});

	test.each([
		['/guide/', 'This block goes on until it is stopped'],
		['/ko/guide/', '이 블록은 중지할 때까지 계속된다'],
	])('%s: a block that goes on is said to', async (path, text) => {
		const page = await visit(path, { reducedMotion: 'reduce' });
		const { element, output, run } = block(page, 'guide#g-6');
		await run.click();
		await output.locator('pre').waitFor();
		await element.locator('.run-notes').getByText(text).waitFor();
		expect(await output.locator('pre').textContent()).not.toContain('^C');
		expect(await element.getAttribute('data-exit')).toBe('');
		await page.context().close();
	});

	test('who asked for less motion sees the end at once', async () => {
		const page = await visit('/docker0/', { reducedMotion: 'reduce' });
		const { output, run } = block(page, 'docker0#d0-7');
		await run.click();
		// Long before playback would have reached the end.
		await output.locator('pre').waitFor({ timeout: 5000 });
		expect(await output.locator('pre').textContent()).toContain(END_OF_PING);
		await page.context().close();
	});
});

test('with a companion, the recorded output can be laid beside the own one', async () => {
	const product = await startProduct();
	try {
		const page = await newReader(browser, product);
		await page.goto(`${product.origin}/docker0/`);
		const own = block(page, 'docker0#d0-2');
		const { element } = own;
		expect(await own.runToEnd()).toBe('passed');
		await element.locator('.run-expectation summary').click();
		const beside = element.getByRole('button', { name: 'Beside the recorded output' });
		await beside.dblclick(); // shown, and put away again
		await beside.click();
		const columns = element.locator('.run-column pre');
		await columns.first().waitFor();
		expect(await columns.count()).toBe(2);
		expect(await element.locator('.run-comparison').textContent()).toContain('Every line is the same');
		expect(await element.locator('.run-comparison :is(ins, del)').count()).toBe(0);
		// A recording that needs a terminal to be read says the same.
		const recording = recordingOf('docker0', 'd0-2');
		if (!recording) throw new Error('docker0#d0-2 is not recorded');
		recording.events.unshift([0, 'gone\r\n\x1b[H\x1b[2J']);
		await page.route('**/recordings/docker0/d0-2.cast', (route) => route.fulfill({ body: writeRecording(recording) }));
		await beside.click();
		await beside.click();
		await columns.first().waitFor();
		expect(await element.locator('.run-comparison').textContent()).toContain('Every line is the same');
		await page.context().close();
	} finally {
		await product.stop();
	}
});
