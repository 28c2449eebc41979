// The terminal at the foot of the page, its history, and the lab's status and reset, as a reader uses them.
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { block, launchBrowser, newReader, type Product, startProduct } from './product.ts';

let product: Product;
let browser: Browser;

beforeAll(async () => {
	product = await startProduct();
	browser = await launchBrowser();
}, 300_000);

afterAll(async () => {
	await browser?.close();
	await product?.stop();
});

/** A reader on a page. */
async function open(path = '/lab/'): Promise<Page> {
	const page = await newReader(browser, product);
	await page.goto(product.origin + path);
	return page;
}

const drawer = (page: Page): Locator => page.locator('.terminal-drawer');
/** The terminal's visible lines. */
async function screen(page: Page): Promise<string> {
	const rows = await page.locator('.terminal-screen .xterm-rows:visible > div').allTextContents();
	return rows.map((row) => row.replaceAll('\u00a0', ' ').trimEnd()).join('\n');
}

async function openTerminal(page: Page): Promise<void> {
	await page.locator('.terminal-opener button').click();
	await shows(page, /root@lab:~#/);
}

/** Waits until the terminal's visible rows match. */
async function shows(page: Page, what: RegExp): Promise<void> {
	await expect.poll(() => screen(page), { timeout: 30_000 }).toMatch(what);
}

async function enter(page: Page, line: string): Promise<void> {
	await page.keyboard.type(line);
	await page.keyboard.press('Enter');
}

/** The focused element, by class or action. */
function focused(page: Page): Promise<string> {
	return page.evaluate(() => {
		const { activeElement } = document;
		return activeElement?.getAttribute('data-action') ?? activeElement?.className ?? '';
	});
}

test('the terminal is the same shell as the blocks, and its history tells what was typed there', async () => {
	const page = await open();
	await block(page, 'lab#lab-1').runToEnd();
	await openTerminal(page);
	await enter(page, 'word=underbridge; echo $((6*7)); false');
	await shows(page, /^42\s*$/m);
	await block(page, 'lab#lab-1').runToEnd();
	await page.locator('.terminal-drawer .xterm-helper-textarea').focus();
	await enter(page, 'echo still $word');
	await shows(page, /^still underbridge/m);

	await drawer(page).locator('[data-action=history]').click();
	const entries = page.locator('.terminal-history li');
	await expect.poll(() => entries.count()).toBe(3);
	const typed = entries.filter({ hasText: 'word=underbridge' });
	expect(await typed.textContent()).toMatch(/Failed · exit 1/);
	await typed.getByRole('button', { name: 'Output' }).click();
	await expect.poll(() => typed.locator('pre').textContent()).toBe('42');
	expect(await typed.getByRole('log').getAttribute('aria-live')).toBe('off');
	// Screen readers can read the drawn text too.
	expect(await drawer(page).getByRole('tabpanel').ariaSnapshot()).toContain('still underbridge');
	const [show, again] = await entries.filter({ hasText: 'hostname' }).getByRole('button').allTextContents();
	expect([show, again]).toEqual(['Show the block', 'Run again']);
	await page.context().close();
});

test('Esc leaves the terminal; a full-screen program keeps the first Esc', async () => {
	const page = await open();
	await page.keyboard.press('Control+`');
	await shows(page, /root@lab:~#/);
	await page.keyboard.press('Escape');
	expect(await focused(page)).toBe('close');
	await page.locator('.terminal-drawer .xterm-helper-textarea').focus();
	await enter(page, 'vi /etc/hosts');
	await shows(page, /localhost/);
	await page.keyboard.press('Escape');
	expect(await focused(page)).toBe('xterm-helper-textarea');
	await page.waitForTimeout(600);
	// Esc must come twice in quick succession; on a busy machine the first two may be too slow.
	const leave = async () => {
		await page.keyboard.press('Escape');
		return focused(page);
	};
	await expect.poll(leave).toBe('close');
	await page.keyboard.press('Control+`');
	await drawer(page).waitFor({ state: 'detached' });
	await page.context().close();
});

test('other shells stand in tabs; one that ended or cannot be opened says so, and a new one can be had', async () => {
	const page = await open();
	await openTerminal(page);
	await enter(page, 'mine=yes; echo one');
	await shows(page, /^one/m);
	await drawer(page).getByRole('button', { name: 'New shell' }).click();
	await expect.poll(() => page.getByRole('tab', { selected: true }).textContent()).toBe('shell-2');
	await shows(page, /root@lab:~#/);
	await enter(page, `echo "mine:\${mine:-no}"; exit`);
	await shows(page, /^mine:no/m);
	await page.locator('.terminal-note:visible').getByRole('button', { name: 'New shell' }).click();
	await shows(page, /exit\s+root@lab:~#/);
	await drawer(page).getByRole('button', { name: 'End this shell' }).click();
	await expect.poll(() => page.getByRole('tab').allTextContents()).toEqual(['main']);
	await shows(page, /^one/m);

	await page.locator('.terminal-drawer .xterm-helper-textarea:visible').focus();
	await enter(page, 'mv /bin/bash /bin/kept; echo moved');
	await shows(page, /^moved/m);
	await drawer(page).getByRole('button', { name: 'New shell' }).click();
	const again = page.locator('.terminal-note:visible').getByRole('button', { name: 'New shell' });
	await again.waitFor();
	await page.getByRole('tab', { name: 'main' }).click();
	await enter(page, 'mv /bin/kept /bin/bash; echo back');
	await shows(page, /^back/m);
	await page.getByRole('tab', { name: 'shell-2' }).click();
	await again.click();
	await shows(page, /root@lab:~#/);
	await page.context().close();
});

test('a block that is typed into the terminal waits for Enter', async () => {
	const page = await open();
	const { element } = block(page, 'lab#lab-1');
	const code = await element.evaluate((snippet) => (snippet as HTMLElement & { code: string }).code);
	await element.locator('.run-more summary').click();
	await element.locator('[data-action=type-in-terminal]').click();
	const first = code.split('\n')[0] as string;
	await expect.poll(() => screen(page), { timeout: 30_000 }).toContain(`root@lab:~# ${first}`);
	expect(await element.getAttribute('data-state')).toBe('idle');
	await page.keyboard.press('Enter');
	await drawer(page).locator('[data-action=history]').click();
	await page.locator('.terminal-history li:is([data-phase=passed],[data-phase=failed])').waitFor();
	await page.context().close();
});

test('a lost connection and a reload leave neither a gap nor a double', async () => {
	const page = await open('/');
	const sockets: { close(): Promise<void> }[] = [];
	await page.routeWebSocket(/\/api\/socket$/, (socket) => {
		socket.connectToServer();
		sockets.push(socket);
	});
	await page.goto(`${product.origin}/lab/`);
	await openTerminal(page);
	await enter(page, 'for i in $(seq 1 15); do echo "line-$i."; sleep 0.2; done; echo over');
	await shows(page, /^line-3\./m);
	await sockets.at(-1)?.close();
	await shows(page, /^over/m);
	const lines = async () => (await screen(page)).match(/^line-\d+\./gm);
	const all = Array.from({ length: 15 }, (_, index) => `line-${index + 1}.`);
	expect(await lines()).toEqual(all);
	await page.reload();
	await shows(page, /^over/m);
	expect(await lines()).toEqual(all);
	await page.context().close();
});

test('what a program prints styles text and does nothing else', async () => {
	const page = await open();
	await openTerminal(page);
	const title = await page.title();
	await enter(
		page,
		String.raw`printf '\e]2;owned\a\e]52;c;b3duZWQ=\a\e[21t\e]11;?\a\e[c'; read -rsn 7 -t 30 a; printf '%q\n' "$a"`,
	);
	// Only the query for device attributes is answered, once: vi waits for it. Title, clipboard and palette queries are not.
	await shows(page, /^\$'\\E\[\?1;2c'/m);
	expect(await page.title()).toBe(title);
	await enter(page, 'clear; echo http://example.test/path');
	await shows(page, /^http:\/\/example.test\/path/m);
	const row = page.locator('.terminal-screen .xterm-rows > div', { hasText: 'http://' }).first();
	const { x, y } = (await row.boundingBox()) as { x: number; y: number };
	await page.mouse.move(x + 40, y + 5);
	await page.locator('.terminal-screen .xterm-cursor-pointer').waitFor();
	await page.mouse.click(x + 40, y + 5);
	await page.locator('dialog').getByText('http://example.test/path').waitFor();
	await page.keyboard.press('Escape');
	expect(page.context().pages()).toHaveLength(1);
	await page.context().close();
});

test('the drawer is resized by keyboard, fills the screen, searches, and axe finds nothing in it', async () => {
	const page = await open();
	await openTerminal(page);
	await enter(page, 'seq 1 300; tput cols');
	await shows(page, /^300$/m);
	const edge = page.getByRole('separator', { name: 'Height of the terminal' });
	const before = Number(await edge.getAttribute('aria-valuenow'));
	await edge.press('ArrowUp');
	expect(Number(await edge.getAttribute('aria-valuenow'))).toBe(before + 5);
	await drawer(page).getByRole('button', { name: 'Full screen' }).click();
	const { width } = (await drawer(page).boundingBox()) as { width: number };
	expect(width).toBe(page.viewportSize()?.width);
	await page.locator('.terminal-drawer .xterm-helper-textarea').focus();
	await page.keyboard.press('Control+Shift+F');
	await page.keyboard.type('17');
	await page.keyboard.press('Enter');
	await page.locator('.terminal-find [role=status]:empty').waitFor({ state: 'attached' });
	await page.keyboard.type('no such text');
	await page.locator('.terminal-find').getByText('Not found').waitFor();
	await drawer(page).locator('[data-action=history]').click();
	for (const theme of ['light', 'dark']) {
		await page.evaluate((name) => {
			document.documentElement.dataset.theme = name;
		}, theme);
		const { violations } = await new AxeBuilder({ page }).include('.terminal-drawer').analyze();
		expect(violations).toEqual([]);
	}
	await page.context().close();
});

test('a reset says what goes, gives a fresh lab, and is told to the other tabs', async () => {
	const page = await open();
	await openTerminal(page);
	await block(page, 'lab#lab-1').runToEnd();
	await page.locator('.terminal-drawer .xterm-helper-textarea').focus();
	await enter(page, 'touch /root/mine; ls /root/mine');
	await shows(page, /^\/root\/mine/m);
	const other = await page.context().newPage();
	await other.goto(`${product.origin}/ko/lab/`);
	await other.locator('lab-status[data-state=ready]').first().waitFor({ state: 'attached' });
	await other.locator('run-snippet [data-action=run]').first().focus();

	await page.locator('header lab-status button').first().click();
	await page.locator('header .lab-panel').getByRole('button', { name: 'Reset the lab' }).click();
	const dialog = page.getByRole('dialog', { name: 'Reset the lab?' });
	expect(await dialog.textContent()).toMatch(/containers.*files.*variables.*other tabs/s);
	expect((await new AxeBuilder({ page }).include('dialog').analyze()).violations).toEqual([]);
	await dialog.getByRole('button', { name: 'Reset', exact: true }).click();

	await other.locator('.lab-notice').getByText('다른 탭에서').waitFor();
	await other.locator('.lab-notice').getByRole('button').click();
	expect(await other.evaluate(() => document.activeElement?.parentElement?.className)).toBe('run-bar');
	await expect.poll(() => block(page, 'lab#lab-1').element.getAttribute('data-state')).toBe('idle');
	// Nothing but a prompt.
	await shows(page, /^\s*root@lab:~#\s*$/);
	await page.locator('.terminal-drawer .xterm-helper-textarea').focus();
	await enter(page, 'ls /root/mine');
	await shows(page, /No such file/);
	expect(await page.locator('.lab-notice').count()).toBe(0);
	await page.context().close();
});

test('a phone reaches the status, the terminal and the reset', async () => {
	// This test needs its own companion: the readers above use all labs of the other one.
	const own = await startProduct();
	const page = await newReader(browser, own, { viewport: { width: 375, height: 700 }, hasTouch: true });
	await page.goto(`${own.origin}/ko/lab/`);
	await block(page, 'lab#lab-1').runToEnd();
	await page.locator('header lab-status button').first().tap();
	const panel = page.locator('header .lab-panel:popover-open');
	await panel.waitFor();
	expect(await panel.getByRole('button').allTextContents()).toEqual(['터미널', '실습실 초기화']);
	await panel.getByRole('button', { name: '터미널' }).tap();
	await shows(page, /root@lab:~#/);
	expect((await drawer(page).boundingBox())?.width).toBe(375);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
	await drawer(page).getByRole('button', { name: '터미널 닫기' }).tap();
	await drawer(page).waitFor({ state: 'detached' });
	await page.context().close();
	await own.stop();
});
