// What a reader sees around a run: live bytes, one shell for the page, Stop, and pages that can only be read.
import type { Browser, Page } from 'playwright';
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

async function open(path: string): Promise<Page> {
	const page = await newReader(browser, product);
	await page.goto(product.origin + path);
	return page;
}

test('a page without a bearer can be read, and says why nothing runs', async () => {
	const context = await browser.newContext();
	const page = await context.newPage();
	await page.goto(`${product.origin}/docker0/`);
	await page.locator('lab-status[data-state=reading]').first().waitFor({ state: 'attached' });
	const { element, run, status } = block(page, 'docker0#d0-1');
	await run.click();
	expect(await status.textContent()).toContain('npm start');
	expect(await element.getAttribute('data-state')).toBe('idle');
	await context.close();
});

test('a link opens the door once, and its code does not stay in the address', async () => {
	const link = product.link();
	const first = await open('/lab/');
	expect(first.url()).not.toContain('code');
	const again = await (await browser.newContext()).newPage();
	await again.goto(link);
	await again.locator('lab-status[data-state=reading]').first().waitFor({ state: 'attached' });
	expect(again.url()).not.toContain('code');
	await again.context().close();
	await first.context().close();
});

test('stop ends a run at once, and the shell and its page go on', async () => {
	const page = await open('/docker0/');
	const watching = block(page, 'docker0#d0-5');
	await block(page, 'docker0#d0-3').runToEnd();
	await watching.run.click();
	await page.locator('run-snippet[data-snippet="docker0#d0-5"][data-state=running]').waitFor({ state: 'attached' });
	await watching.stop.click();
	expect(await watching.end(5000)).toBe('stopped');
	expect(await block(page, 'docker0#d0-1').runToEnd()).toBe('passed');
	await page.context().close();
});

test('a reload finds the output of the runs where it was', async () => {
	const page = await open('/lab/');
	const { output, runToEnd } = block(page, 'lab#lab-1');
	await runToEnd();
	await output.locator('pre').waitFor();
	const before = await output.textContent();
	await page.reload();
	await output.locator('pre').waitFor();
	expect(await output.textContent()).toBe(before);
	await page.context().close();
});
