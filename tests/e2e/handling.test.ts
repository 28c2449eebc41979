// Using the terminal: resizing by mouse, copy and paste, links, search, tabs, and reloads.
import type { Page } from 'playwright';
import { beforeEach, expect, test } from 'vitest';
import { useReader } from './reader.ts';

const reader = useReader({ permissions: ['clipboard-read', 'clipboard-write'] });
let page: Page;

beforeEach(async () => {
	page = await reader.open('/lab/');
	await page.keyboard.press('Control+Backquote');
	await shows(/root@lab:~#/);
});

const drawer = () => page.locator('.terminal-drawer');
const keyboard = () => page.locator('.terminal-drawer [role=tabpanel]:visible .xterm-helper-textarea');

async function screen(): Promise<string> {
	const rows = await page.locator('.terminal-screen .xterm-rows:visible > div').allTextContents();
	return rows.map((row) => row.replaceAll('\u00a0', ' ').trimEnd()).join('\n');
}

async function shows(what: RegExp): Promise<void> {
	await expect.poll(screen, { timeout: 30_000 }).toMatch(what);
}

async function enter(line: string): Promise<void> {
	await keyboard().focus();
	await page.keyboard.type(line);
	await page.keyboard.press('Enter');
}

/** The position of the screen line that begins with this text. */
async function placeOf(text: string): Promise<{ x: number; y: number }> {
	const row = page.locator('.terminal-screen .xterm-rows > div', { hasText: new RegExp(`^${text}`) }).first();
	const { x = 0, y = 0, height = 0 } = (await row.boundingBox()) ?? {};
	return { x: x + 20, y: y + height / 2 };
}

test('the edge can be dragged with the mouse, and the shell learns its new size', async () => {
	await enter('stty size');
	await shows(/^\d+ \d+$/m);
	const rowsBefore = Number(/^(\d+) \d+$/m.exec(await screen())?.[1]);
	const before = (await drawer().boundingBox())?.height ?? 0;
	const { x = 0, y = 0, height = 0 } = (await page.getByRole('separator').boundingBox()) ?? {};
	await page.mouse.move(x + 200, y + height / 2);
	await page.mouse.down();
	await page.mouse.move(x + 200, y - 120, { steps: 4 });
	await page.mouse.up();
	const after = (await drawer().boundingBox())?.height ?? 0;
	expect(after - before).toBeGreaterThan(100);
	await enter('clear; stty size');
	await expect.poll(async () => Number(/^(\d+) \d+$/m.exec(await screen())?.[1])).toBeGreaterThan(rowsBefore);
	await page.reload();
	await shows(/root@lab:~#/);
	expect(Math.abs(((await drawer().boundingBox())?.height ?? 0) - after)).toBeLessThan(10);
});

test('what is selected is copied, and what is pasted waits for Enter as one piece', async () => {
	await enter('echo copied-word');
	await shows(/^copied-word$/m);
	const { x, y } = await placeOf('copied-word');
	await page.mouse.dblclick(x, y);
	await page.keyboard.press('Control+Shift+C');
	await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('copied-word');
	await page.evaluate(() => navigator.clipboard.writeText('echo first-$((1))\necho second-$((2))'));
	await keyboard().focus();
	await page.keyboard.press('Control+Shift+V');
	await shows(/echo second-\$/);
	expect(await screen()).not.toContain('first-1');
	await page.keyboard.press('Enter');
	await shows(/^first-1\nsecond-2$/m);
});

test('a link is opened in a tab of its own, when the reader says so', async () => {
	await page.context().route('http://example.test/**', (route) => route.fulfill({ body: 'opened' }));
	await enter('clear; echo http://example.test/path');
	await shows(/^http:\/\/example.test\/path/m);
	const { x, y } = await placeOf('http://');
	await page.mouse.move(x, y);
	await page.locator('.terminal-screen .xterm-cursor-pointer').waitFor();
	await page.mouse.click(x, y);
	const opened = page.context().waitForEvent('page');
	await page.getByRole('dialog').getByRole('button', { name: 'Open', exact: true }).click();
	const tab = await opened;
	await tab.waitForURL('http://example.test/path');
	expect(await tab.evaluate(() => window.opener)).toBeNull();
	await tab.close();
});

test('search goes from match to match, forwards and back', async () => {
	await enter('clear; for i in 1 2 3; do echo needle-$i; done');
	await shows(/^needle-3$/m);
	await page.keyboard.press('Control+Shift+F');
	await page.keyboard.type('needle-');
	const selected = async () => {
		const { y = 0 } = (await page.locator('.xterm-selection div').first().boundingBox()) ?? {};
		return y;
	};
	await expect.poll(selected).toBeGreaterThan(0);
	const last = await selected();
	await page.keyboard.press('Shift+Enter');
	await expect.poll(selected).toBeLessThan(last);
	await page.keyboard.press('Enter');
	await expect.poll(selected).toBe(last);
	await page.keyboard.press('Escape');
	await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('xterm-helper-textarea');
});

test('shells stand in tabs that arrow keys walk, and a reload finds them as they were', async () => {
	await enter('here=main');
	await drawer().getByRole('button', { name: 'New shell' }).click();
	await shows(/root@lab:~#/);
	await enter('here=other; echo in $here');
	await shows(/^in other$/m);
	await page.getByRole('tab', { name: 'shell-2' }).focus();
	await page.keyboard.press('ArrowLeft');
	expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('main');
	await page.keyboard.press('ArrowRight');
	await page.reload();
	await shows(/^in other$/m);
	expect(await page.getByRole('tab').allTextContents()).toEqual(['main', 'shell-2']);
	await enter('echo still $here');
	await shows(/^still other$/m);
});
