// What a reader sees of runs: live output, edits, whole pages, missing needs, expectations, and pages without a companion's
// bearer.
import { describe, expect, test } from 'vitest';
import { block, newReader } from './product.ts';
import { edit, isInView, untilIn, useReader } from './reader.ts';
import { holdConnection } from './sockets.ts';

const reader = useReader();

test('a page without a bearer can be read, and says so', async () => {
	const context = await reader.browser.newContext();
	const page = await context.newPage();
	await page.goto(`${reader.product.origin}/docker0/`);
	await page.locator('lab-status[data-state=reading]').first().waitFor({ state: 'attached' });
	expect(await page.locator('lab-status').first().textContent()).toContain('npm start');
	const { element, run, status } = block(page, 'docker0#d0-1');
	await edit(element, 'echo mine');
	await run.click();
	expect(await status.textContent()).toContain('npm start');
	expect(await element.getAttribute('data-state')).toBe('idle');
	await context.close();
});

test('a link opens the door once, and its code does not stay in the address', async () => {
	const link = reader.product.link();
	const first = await newReader(reader.browser, reader.product);
	expect(first.url()).not.toContain('code');
	const again = await (await reader.browser.newContext()).newPage();
	await again.goto(link);
	await again.locator('lab-status[data-state=reading]').first().waitFor({ state: 'attached' });
	expect(again.url()).not.toContain('code');
	await again.context().close();
	await first.context().close();
});

test('a link opens the door of a page that is open already', async () => {
	const page = await (await reader.browser.newContext()).newPage();
	const link = reader.product.link();
	await page.goto(new URL('/', link).href);
	await page.locator('lab-status[data-state=reading]').first().waitFor({ state: 'attached' });
	await page.goto(link);
	await page.locator('lab-status[data-state=none]').first().waitFor({ state: 'attached' });
	expect(page.url()).not.toContain('code');
	await page.context().close();
});

test('stop ends a run at once, and the shell and its page go on', async () => {
	const page = await reader.open('/docker0/');
	const watching = block(page, 'docker0#d0-5');
	await block(page, 'docker0#d0-3').runToEnd();
	await watching.run.click();
	await untilIn(page, 'docker0#d0-5', 'running');
	await watching.stop.click();
	expect(await watching.end(5000)).toBe('stopped');
	expect(await block(page, 'docker0#d0-1').runToEnd()).toBe('passed');
});

test('an edited block runs what the reader wrote, in the same shell, and one click brings the original back', async () => {
	const page = await reader.open('/lab/');
	const { element, output, runToEnd } = block(page, 'lab#lab-1');
	expect(await edit(element, 'greeting="hello 한글 🌉"; cd /tmp')).toContain('uname -sr\n');
	expect(await runToEnd()).toBe('passed');
	await edit(element, 'echo "$greeting from $PWD"');
	expect(await runToEnd()).toBe('passed');
	expect((await output.textContent())?.trim()).toBe('hello 한글 🌉 from /tmp');
	await element.getByRole('button', { name: 'Original' }).click();
	await element.locator('figure pre').waitFor();
	expect(await element.getAttribute('data-edited')).toBeNull();
	expect(await runToEnd()).toBe('passed');
	expect(await element.locator('.run-expectation').count()).toBe(1);
});

describe('running a page', () => {
	test('goes from top to bottom, and says how it went', async () => {
		const page = await reader.open('/lab/');
		const all = page.locator('page-run');
		await all.getByRole('button', { name: 'Run all' }).click();
		expect(await all.getByRole('button').textContent()).toBe('Stop');
		await all.getByRole('button', { name: 'Run all' }).waitFor({ timeout: 60_000 });
		const states = await page
			.locator('run-snippet')
			.evaluateAll((blocks) => blocks.map((element) => (element as HTMLElement).dataset.state));
		expect(new Set(states)).toEqual(new Set(['passed']));
		expect(await all.getByRole('status').textContent()).toBe(`${states.length} of ${states.length} passed`);
	});

	test('stops at the first block that fails, and scrolls there', async () => {
		const page = await reader.open('/lab/');
		const failing = block(page, 'lab#lab-3');
		await edit(failing.element, 'echo no good; false');
		await page.evaluate(() => scrollTo(0, 0));
		const all = page.locator('page-run');
		await all.getByRole('button').click();
		await all.getByRole('button', { name: 'Run all' }).waitFor({ timeout: 60_000 });
		expect(await failing.element.getAttribute('data-state')).toBe('failed');
		expect(await block(page, 'lab#lab-4').element.getAttribute('data-state')).toBe('idle');
		expect(await block(page, 'lab#lab-4').output.isVisible()).toBe(false);
		await expect.poll(() => isInView(failing.run)).toBe(true);
		expect(await all.getByRole('status').textContent()).toContain('stopped at');
	});

	test('can be stopped on its way', async () => {
		const page = await reader.open('/lab/');
		await edit(block(page, 'lab#lab-2').element, 'sleep 60');
		const button = page.locator('page-run').getByRole('button');
		await button.click();
		await untilIn(page, 'lab#lab-2', 'running');
		await button.click();
		expect(await block(page, 'lab#lab-2').end()).toBe('stopped');
		expect(await block(page, 'lab#lab-3').element.getAttribute('data-state')).toBe('idle');
	});

	test.each([
		['before', 'lab#lab-1'],
		['before', 'lab#lab-2'],
		['after', 'lab#lab-1'],
		['after', 'lab#lab-2'],
	])('goes to its end where a block was clicked %s it while the page connects: %s', async (when, clicked) => {
		const page = await reader.open('/lab/');
		const connect = await holdConnection(page);
		const all = page.locator('page-run');
		const { run } = block(page, clicked);
		if (when === 'before') await run.click();
		await all.getByRole('button', { name: 'Run all' }).click();
		await all.getByText('Running…').waitFor();
		if (when === 'after') await run.click();
		await connect();
		await all.getByRole('button', { name: 'Run all' }).waitFor({ timeout: 60_000 });
		expect(await all.getByRole('status').textContent()).toMatch(/^(\d+) of \1 passed$/);
	});

	test('can be stopped while the page connects', async () => {
		const page = await reader.open('/lab/');
		const connect = await holdConnection(page);
		const all = page.locator('page-run');
		await all.getByRole('button', { name: 'Run all' }).click();
		await all.getByRole('button', { name: 'Stop' }).click();
		await all.getByRole('button', { name: 'Run all' }).waitFor();
		await connect();
		await page.locator('lab-status[data-state=ready]').first().waitFor({ state: 'attached' });
		expect(await page.locator('run-snippet:not([data-state=idle])').count()).toBe(0);
	});

	test('may end at a block of choice', async () => {
		const page = await reader.open('/lab/');
		const last = block(page, 'lab#lab-2');
		await last.element.locator('.run-more summary').click();
		await last.element.getByRole('button', { name: 'Run up to here' }).click();
		expect(await last.end()).toBe('passed');
		expect(await block(page, 'lab#lab-1').element.getAttribute('data-state')).toBe('passed');
		expect(await block(page, 'lab#lab-3').element.getAttribute('data-state')).toBe('idle');
	});
});

test('a block that the companion refuses says why, and leaves no empty panel', async () => {
	const page = await reader.open('/lab/');
	const known = block(page, 'lab#lab-1');
	await known.element.evaluate((element) => element.setAttribute('data-snippet', 'lab#nowhere'));
	const { element, output, run, status } = block(page, 'lab#nowhere');
	await run.click();
	await expect.poll(() => status.textContent()).toBe('This page is newer or older than the companion. Reload it.');
	expect(await element.getAttribute('data-state')).toBe('idle');
	expect(await output.isVisible()).toBe(false);
	await element.evaluate((element) => element.setAttribute('data-snippet', 'lab#lab-1'));
	expect(await known.runToEnd()).toBe('passed');
	expect(await known.status.textContent()).toMatch(/^Passed/);
});

test('a block whose needs do not hold says so, and runs what is missing, in order', async () => {
	const page = await reader.open('/docker0/');
	const { element, status, runToEnd } = block(page, 'docker0#d0-6');
	expect(await runToEnd()).toBe('failed');
	expect(await status.textContent()).toContain('something is missing first');
	const notes = element.locator('.run-notes');
	expect(await notes.locator('ol > li > a').count()).toBe(2);
	await notes.locator('a').first().click();
	await expect.poll(() => isInView(block(page, 'docker0#d0-3').run)).toBe(true);
	await notes.getByRole('button', { name: 'Run them, then this one' }).click();
	await untilIn(page, 'docker0#d0-6', 'passed');
	expect(await block(page, 'docker0#d0-3').element.getAttribute('data-state')).toBe('passed');
	expect(await block(page, 'docker0#d0-5').element.getAttribute('data-state')).toBe('passed');
});

test('what a block needs is looked for in the lab, whatever the terminal did to it', async () => {
	const page = await reader.open('/docker0/');
	const { element, runToEnd } = block(page, 'docker0#d0-4');
	expect(await block(page, 'docker0#d0-3').runToEnd()).toBe('passed');
	expect(await runToEnd()).toBe('passed');
	await page.keyboard.press('Control+Backquote');
	const rows = page.locator('.terminal-screen .xterm-rows > div');
	await rows.filter({ hasText: 'root@lab:~#' }).first().waitFor();
	await page.keyboard.type('docker rm -f c1 c2 c3; echo re""moved');
	await page.keyboard.press('Enter');
	await rows.filter({ hasText: /^removed/ }).waitFor();
	expect(await runToEnd()).toBe('failed');
	await element.getByRole('button', { name: 'Run them, then this one' }).click();
	await untilIn(page, 'docker0#d0-4', 'passed');
});

test('what is expected is told line by line, in words', async () => {
	const page = await reader.open('/docker0/');
	const { element, runToEnd } = block(page, 'docker0#d0-3');
	expect(await runToEnd()).toBe('passed');
	const note = element.locator('.run-expectation');
	const lines = note.locator('li');
	expect(await note.locator('summary').textContent()).toMatch(/^Expected: (\d+) of \1 found$/);
	expect(await lines.first().isVisible()).toBe(false);
	await note.locator('summary').click();
	expect(await lines.count()).toBeGreaterThan(1);
	for (const line of await lines.allTextContents()) {
		expect(line).toMatch(/^✓ (shows|does not show) \S/);
		expect(line).not.toMatch(/\\[ds.nb]|\[\^?\w-|\(\?|[\])][+*]/);
	}
});

test('what is not met is open at once, beside what is', async () => {
	const page = await reader.open('/docker0/');
	await block(page, 'docker0#d0-3').runToEnd();
	await edit(block(page, 'docker0#d0-1').element, 'ip() { echo nothing; }; bridge() { echo nothing; }');
	await block(page, 'docker0#d0-1').runToEnd();
	const { element, status, runToEnd } = block(page, 'docker0#d0-4');
	expect(await runToEnd()).toBe('failed');
	expect(await status.textContent()).toContain('not what this page expects');
	expect(await element.locator('.run-expectation li[data-met=false]').first().isVisible()).toBe(true);
});

test('a block that stays leaves the page to others, in a shell of its own', async () => {
	const page = await reader.open('/packet-walk/');
	const watching = block(page, 'packet-walk#walk-8');
	await watching.run.click();
	await untilIn(page, 'packet-walk#walk-8', 'running');
	expect(await block(page, 'packet-walk#walk-9').runToEnd()).toBe('passed');
	await watching.output.locator('.xterm-rows').getByText('ICMP echo request').first().waitFor();
	expect(await watching.element.getAttribute('data-state')).toBe('running');
	await watching.stop.click();
	expect(await watching.end()).toBe('stopped');
	expect(await watching.output.locator('pre').textContent()).toContain('ICMP echo request');
});

test('a page is run a second time while a block that stays goes on', { timeout: 300_000 }, async () => {
	const page = await reader.open('/packet-walk/');
	const all = page.locator('page-run');
	for (let time = 0; time < 2; time++) {
		await all.getByRole('button').click();
		await page.locator('page-run[data-state=running]').waitFor();
		await page.locator('page-run:not([data-state=running])').waitFor({ timeout: 120_000 });
		expect(await all.getByRole('status').textContent()).toBe('9 of 9 passed');
	}
	await block(page, 'packet-walk#walk-8').element.locator('[data-action=stop]').click();
	await untilIn(page, 'packet-walk#walk-8', 'stopped');
});

test('a reload finds the output of the runs where it was', async () => {
	const page = await reader.open('/lab/');
	const { output, runToEnd } = block(page, 'lab#lab-1');
	await runToEnd();
	await output.locator('pre').waitFor();
	const before = await output.textContent();
	await page.reload();
	await output.locator('pre').waitFor();
	expect(await output.textContent()).toBe(before);
});
