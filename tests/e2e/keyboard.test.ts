// Everything that a page offers works without a mouse, and the focus is always in a sensible place.
import { expect, test } from 'vitest';
import { block } from './product.ts';
import { focused, untilIn, useReader } from './reader.ts';

const reader = useReader();

test('Enter runs and stops a block, and the focus goes back to Run', async () => {
	const page = await reader.open('/lab/');
	const { element, run, stop, end } = block(page, 'lab#lab-1');
	await run.focus();
	await page.keyboard.press('Enter');
	expect(await end()).toBe('passed');
	expect(await focused(page)).toBe('run');
	await element.locator('[data-action=edit]').focus();
	await page.keyboard.press('Enter');
	await expect.poll(() => focused(page)).toBe('textarea');
	await page.keyboard.press('Control+A');
	await page.keyboard.type('sleep 60');
	await page.keyboard.press('Control+Enter');
	await stop.waitFor();
	await stop.focus();
	await page.keyboard.press('Enter');
	await stop.waitFor({ state: 'hidden' });
	expect(await element.getAttribute('data-state')).toBe('stopped');
	expect(await focused(page)).toBe('run');
});

test('an edit begins, runs by Ctrl+Enter and is put away by Esc, with the focus where it was', async () => {
	const page = await reader.open('/lab/');
	const { element, output, end } = block(page, 'lab#lab-1');
	await element.locator('[data-action=edit]').focus();
	await page.keyboard.press('Enter');
	await expect.poll(() => focused(page)).toBe('textarea');
	await page.keyboard.press('Control+A');
	await page.keyboard.type('echo by hand');
	await page.keyboard.press('Control+Enter');
	expect(await end()).toBe('passed');
	expect((await output.textContent())?.trim()).toBe('by hand');
	expect(await focused(page)).toBe('textarea');
	await page.keyboard.press('Escape');
	expect(await focused(page)).toBe('edit');
	await page.keyboard.press('Shift+Tab');
	expect(await focused(page)).toBe('original');
	await page.keyboard.press('Enter');
	await expect.poll(() => focused(page)).toBe('edit');
	expect(await element.getAttribute('data-edited')).toBeNull();
});

test('the menu opens, closes by Esc or by leaving it, and keeps the focus', async () => {
	const page = await reader.open('/lab/');
	const { element } = block(page, 'lab#lab-2');
	const menu = element.locator('.run-more');
	await menu.locator('summary').focus();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	expect(await focused(page)).toBe('run-to-here');
	await page.keyboard.press('Escape');
	expect(await menu.getAttribute('open')).toBeNull();
	expect(await focused(page)).toBe('summary');
	await page.keyboard.press('Enter');
	await page.keyboard.press('Shift+Tab');
	await expect.poll(() => menu.getAttribute('open')).toBeNull();
	await menu.locator('summary').focus();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	expect(await block(page, 'lab#lab-2').end()).toBe('passed');
	expect(await focused(page)).toBe('summary');
});

test('the terminal that was opened from nowhere leaves the focus on its own button', async () => {
	const page = await reader.open('/lab/');
	await page.keyboard.press('Control+Backquote');
	await page.locator('.terminal-drawer .xterm-helper-textarea').waitFor({ state: 'attached' });
	await page.keyboard.press('Control+Backquote');
	await expect
		.poll(() => page.evaluate(() => document.activeElement?.parentElement?.className))
		.toBe('terminal-opener');
});

test('what a block needs is run from the keyboard, and the focus is not lost with the button that did it', async () => {
	const page = await reader.open('/docker0/');
	const { element, run, end } = block(page, 'docker0#d0-4');
	await run.focus();
	await page.keyboard.press('Control+Enter');
	expect(await end()).toBe('failed');
	await element.locator('[data-action=run-missing]').focus();
	await page.keyboard.press('Enter');
	await untilIn(page, 'docker0#d0-4', 'passed');
	expect(await focused(page)).toBe('run');
});

test('a block that waits for a person takes the keyboard, Tab included, and Esc gives it back', async () => {
	const page = await reader.open('/eth0/');
	const { run, output, end } = block(page, 'eth0#eth-2');
	await run.focus();
	await page.keyboard.press('Enter');
	await output.locator('.xterm-rows').getByText('#').first().waitFor();
	expect(await focused(page)).toBe('textarea');
	await page.keyboard.type('ls /etc/hostn');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await output.locator('.xterm-rows').getByText('/etc/hostname').first().waitFor();
	expect(await focused(page)).toBe('textarea');
	await page.keyboard.press('Escape');
	expect(await focused(page)).toBe('stop');
	await page.keyboard.press('Enter');
	expect(await end()).toBe('stopped');
	expect(await focused(page)).toBe('run');
});

test('Tab reaches every action of a block in the order in which they are seen, and goes on', async () => {
	const page = await reader.open('/lab/');
	const { run } = block(page, 'lab#lab-1');
	await run.focus();
	const path: string[] = [];
	for (let n = 0; n < 3; n++) {
		await page.keyboard.press('Tab');
		path.push(await focused(page));
	}
	expect(path.slice(0, 2)).toEqual(['edit', 'summary']);
	expect(path[2]).not.toBe('body');
});
