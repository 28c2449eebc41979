// Clicks through every chapter in both languages, as a reader does, and checks what the page shows.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Manifest, parseManifest } from '../../src/snippets/manifest.ts';
import { evaluate } from '../../src/transcript/expectation.ts';
import { block, launchBrowser, newReader, type Product, startProduct } from './product.ts';

let product: Product;
let browser: Browser;
let manifest: Manifest;

beforeAll(async () => {
	manifest = parseManifest(await readFile(join(inject('siteDir'), 'snippets.json'), 'utf8'));
	product = await startProduct();
	browser = await launchBrowser();
}, 300_000);

afterAll(async () => {
	await browser?.close();
	await product?.stop();
});

const languages = [
	{ language: 'en', prefix: '', run: 'Run', stop: 'Stop' },
	{ language: 'ko', prefix: '/ko', run: '실행', stop: '중지' },
];
const chapters = ['lab', 'docker0', 'eth0', 'inspect'];

describe.each(languages)('in $language', ({ language, prefix, run, stop }) => {
	test.each(chapters)('%s: every block runs and meets its expectation', { timeout: 600_000 }, async (chapter) => {
		const page = await newReader(browser, product);
		await page.goto(`${product.origin}${prefix}/${chapter}/`);
		expect(await page.locator('html').getAttribute('lang')).toBe(language);
		const snippets = manifest.pages[chapter]?.snippets.filter(({ runnable, kind }) => runnable && kind === 'run') ?? [];
		expect(snippets.length).toBeGreaterThan(2);
		for (const snippet of snippets) {
			const { element, output, ...buttons } = block(page, `${chapter}#${snippet.id}`);
			await element.getByRole('button', { name: run, exact: true }).click();
			if (snippet.tty) {
				await element.getByRole('button', { name: stop, exact: true }).waitFor();
				const prompts = async () => (await output.textContent())?.match(/root@\w+:\/#/g)?.length;
				for (const [n, line] of snippet.type.entries()) {
					// A person reads the answer before typing more; typing ahead would be echoed into the answer.
					await expect.poll(prompts, { timeout: 30_000 }).toBe(n + 1);
					await page.keyboard.type(line);
					await page.keyboard.press('Enter');
				}
			}
			const state = await buttons.end((snippet.timeout + 30) * 1000);
			const text = await output.textContent();
			expect(state, `${snippet.id} printed:\n${text}`).toBe('passed');
			expect(await element.getAttribute('data-exit')).toBe('0');
			await expect.poll(async () => output.locator('pre').count()).toBe(1);
			const unmet = evaluate(snippet.expect, (await output.locator('pre').textContent()) ?? '').filter(
				({ met }) => !met,
			);
			expect(unmet, `${snippet.id} shows:\n${text}`).toEqual([]);
		}
		await page.context().close();
	});
});
