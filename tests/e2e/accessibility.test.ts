// Accessibility: axe on every page in both languages and themes, screen readers, reduced motion, and phones.
import { glob } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright';
import { describe, expect, inject, test } from 'vitest';
import { block } from './product.ts';
import { edit, untilIn, useReader } from './reader.ts';

const reader = useReader();

/**
 * The violations that axe finds, one per line: the rule and the elements. Legacy mode is four times as fast; it skips
 * cross-origin frames, and the pages have none.
 */
async function findings(page: Page, rules?: string[]): Promise<string[]> {
	const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
	const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
	return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** The rules whose results may depend on the theme. */
const ABOUT_COLOURS = ['color-contrast', 'link-in-text-block'];

test('axe finds nothing on any page, in either language and theme', { timeout: 900_000 }, async () => {
	const first = await reader.open('/');
	const pages = [first, await reader.openAnother('/')];
	const paths = (await Array.fromAsync(glob('**/*.html', { cwd: inject('siteDir') })))
		.map((file) => `/${file.replaceAll('\\', '/').replace(/(^|\/)index\.html$/, '$1')}`)
		.sort();
	expect(paths.length).toBeGreaterThan(40);
	const found: string[] = [];
	const lookAt = async (page: Page, path: string) => {
		await page.emulateMedia({ colorScheme: 'light' });
		await page.goto(reader.product.origin + path);
		await page.locator('lab-status:not([data-state=unknown])').first().waitFor({ state: 'attached' });
		for (const finding of await findings(page)) found.push(`${path} light ${finding}`);
		await page.emulateMedia({ colorScheme: 'dark' });
		await page.locator('html[data-theme=dark]').waitFor({ state: 'attached' });
		for (const finding of await findings(page, ABOUT_COLOURS)) found.push(`${path} dark ${finding}`);
	};
	await Promise.all(
		pages.map(async (page) => {
			for (let path = paths.shift(); path !== undefined; path = paths.shift()) await lookAt(page, path);
		}),
	);
	expect(found).toEqual([]);
});

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
	test.each(['/docker0/', '/ko/docker0/'])('axe finds nothing on %s while something runs, and after', async (path) => {
		const page = await reader.open(path);
		await page.emulateMedia({ colorScheme });
		await page.locator(`html[data-theme=${colorScheme}]`).waitFor({ state: 'attached' });
		const failing = block(page, 'docker0#d0-1');
		const colours = '31mred \\e[1;32mbold\\e[0;44mon blue\\e[30;42mon green\\e[0;48;5;226mon yellow\\e[0';
		await edit(failing.element, `printf '\\e[${colours}m\\n'; exit 3`);
		expect(await failing.runToEnd()).toBe('failed');
		expect(await block(page, 'docker0#d0-6').runToEnd()).toBe('failed');
		expect(await block(page, 'docker0#d0-2').runToEnd()).toBe('passed');
		await block(page, 'docker0#d0-2').element.locator('.run-expectation summary').click();
		const staying = block(page, 'docker0#d0-3');
		await edit(staying.element, 'top');
		await staying.run.click();
		await untilIn(page, 'docker0#d0-3', 'running');
		await page.locator('lab-check button').first().click();
		await page.locator('lab-check[data-state=failed]').first().waitFor();
		expect(await findings(page)).toEqual([]);
		await staying.stop.click();
		await staying.end();
		expect(await findings(page)).toEqual([]);
	});
});

test('a screen reader hears how a run ended, and not the lines that it printed', async () => {
	const page = await reader.open('/lab/');
	const { element, output, status, run, end } = block(page, 'lab#lab-1');
	await edit(element, 'seq 1 200; sleep 1');
	await page.evaluate(() => {
		const heard = Object.assign(globalThis, { heard: '' });
		const isLive = (node: Node) => {
			const region = (node instanceof Element ? node : node.parentElement)?.closest(
				'[aria-live],[role=status],[role=alert],[role=log]',
			);
			return region !== null && region?.getAttribute('aria-live') !== 'off';
		};
		new MutationObserver((changes) => {
			for (const { target } of changes) if (isLive(target)) heard.heard += `${target.textContent}\n`;
		}).observe(document.body, { subtree: true, childList: true, characterData: true });
	});
	await run.click();
	expect(await end()).toBe('passed');
	expect(await output.getAttribute('aria-live')).toBe('off');
	expect(await status.textContent()).toMatch(/^Passed · exit 0 · [\d.]+ s$/);
	const heard = await page.evaluate(() => (globalThis as unknown as { heard: string }).heard);
	expect(heard).toMatch(/^Running…$/m);
	expect(heard).toMatch(/^Passed · exit 0/m);
	expect(heard.split('\n').length).toBeLessThan(12);
	await expect.poll(() => output.locator('pre').isVisible()).toBe(true);
});

test('who asked for less motion sees nothing move without end', async () => {
	const page = await reader.open('/lab/');
	const { element, run, stop } = block(page, 'lab#lab-1');
	await edit(element, 'sleep 30');
	const moving = () =>
		page.evaluate(
			() => document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations === Infinity).length,
		);
	await run.click();
	await untilIn(page, 'lab#lab-1', 'running');
	expect(await moving()).toBeGreaterThan(0);
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await expect.poll(moving).toBe(0);
	await stop.click();
});

test('a phone reads, runs, stops and resets, and nothing is wider than its screen', async () => {
	const page = await reader.open('/lab/');
	await page.setViewportSize({ width: 390, height: 844 });
	const { element, output, run, stop, end, runToEnd } = block(page, 'lab#lab-1');
	expect(await runToEnd()).toBe('passed');
	expect(await output.isVisible()).toBe(true);
	await edit(element, 'sleep 60');
	await run.click();
	await stop.click();
	expect(await end()).toBe('stopped');
	await element.getByRole('button', { name: 'Original' }).click();
	await expect.poll(() => element.getAttribute('data-edited')).toBeNull();
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	expect(wide).toBeLessThanOrEqual(0);
	for (const button of [run, element.locator('[data-action=edit]'), element.locator('.run-more summary')]) {
		const { width = 0, height = 0 } = (await button.boundingBox()) ?? {};
		expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
	}
	await page.locator('lab-status button:visible').first().click();
	await page
		.getByRole('button', { name: /^Reset/ })
		.first()
		.click();
	await page.getByRole('dialog').getByRole('button', { name: /Reset/ }).last().click();
	await expect.poll(() => element.getAttribute('data-state')).toBe('idle');
});
