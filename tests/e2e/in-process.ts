// Companions in the test's own process, with limits and an engine of its choice, and browsers on their pages.
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest';
import type { ApiOptions } from '../../src/companion/api.ts';
import { startCompanion } from '../../src/companion/companion.ts';
import { labs } from '../lab/docker/bench.ts';
import { launchBrowser } from './product.ts';

/** The status line in the header. */
export const status = (page: Page) => page.locator('header lab-status').first();
export const statusText = (page: Page) => status(page).locator('.lab-status-text');
export const untilStatus = (page: Page, state: string) =>
	page.locator(`header lab-status[data-state=${state}]`).first().waitFor({ timeout: 60_000 });

/** @returns A function that starts a companion for a test; its `open` opens a page for a new reader. */
export function useCompanions() {
	let browser: Browser;

	beforeAll(async () => {
		browser = await launchBrowser();
	}, 60_000);
	afterAll(() => browser?.close());

	return async (options: Partial<ApiOptions>, prefix: string) => {
		const companion = await startCompanion({ labs, siteDir: inject('siteDir'), port: 0, ...options });
		onTestFinished(() => companion.close());
		const origin = `http://127.0.0.1:${companion.port}`;
		const open = async (path = '/lab/'): Promise<Page> => {
			const context = await browser.newContext();
			onTestFinished(() => context.close());
			const page = await context.newPage();
			// A link opens the door on any page.
			await page.goto(origin + prefix + path + new URL(companion.link).hash);
			await page.waitForFunction(() => localStorage.getItem('underbridge.bearer') !== null);
			await page.locator('lab-status:not([data-state=unknown])').first().waitFor();
			return page;
		};
		return { companion, origin, open };
	};
}
