// A reader of the product, and what they do and see, in the words of the browser tests.
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { launchBrowser, newReader, type Product, startProduct } from './product.ts';

/** The product, a browser, and one reader in it for a whole file of tests: a companion has only so many labs. */
export function useReader(options: BrowserContextOptions = {}) {
	let product: Product;
	let browser: Browser;
	let home: Page | undefined;

	beforeAll(async () => {
		product = await startProduct();
		browser = await launchBrowser();
	}, 300_000);

	afterAll(async () => {
		await browser?.close();
		await product?.stop();
	});

	return {
		get product() {
			return product;
		},
		get browser() {
			return browser;
		},
		/** Opens a page with a fresh lab; it is closed when the test is over. */
		async open(path: string): Promise<Page> {
			home ??= await newReader(browser, product, options);
			await freshLab(home);
			return this.openAnother(path);
		},
		/** Opens a further page of the same reader. */
		async openAnother(path: string): Promise<Page> {
			const page = await (home as Page).context().newPage();
			onTestFinished(() => page.close());
			await page.goto(product.origin + path);
			await page.locator('lab-status:not([data-state=unknown])').first().waitFor({ state: 'attached' });
			return page;
		},
	};
}

/** Resets the lab without a word to anybody. */
function freshLab(page: Page): Promise<void> {
	return page.evaluate(
		() =>
			new Promise((resolve) => {
				const socket = new WebSocket(`ws://${location.host}/api/socket`);
				const say = (message: object) => socket.send(JSON.stringify(message));
				const bearer = localStorage.getItem('underbridge.bearer');
				socket.onopen = () => say({ type: 'hello', bearer, page: 'none', language: 'en' });
				socket.onmessage = ({ data }) => {
					const { type } = JSON.parse(data);
					if (type === 'welcome') say({ type: 'reset' });
					if (type === 'reset') socket.close();
				};
				socket.onclose = () => resolve();
			}),
	);
}

/** Puts a text of the reader's own in the place of a block's. @returns What stood there before. */
export async function edit(block: Locator, code: string): Promise<string> {
	const field = block.getByRole('textbox', { name: /^(Your version|고쳐 쓴)/ });
	if (!(await field.isVisible())) await block.locator('[data-action=edit]').click();
	const before = await field.inputValue();
	await field.fill(code);
	return before;
}

/** A block of the page, once it is in that state. */
function blockIn(page: Page, reference: string, state: string): Locator {
	return page.locator(`run-snippet[data-snippet="${reference}"][data-state=${state}]`);
}

/** Waits until a block is in a state. */
export function untilIn(page: Page, reference: string, state: string, timeout = 60_000): Promise<void> {
	return blockIn(page, reference, state).waitFor({ state: 'attached', timeout });
}

/** Whether the whole of it is within the window. */
export function isInView(element: Locator): Promise<boolean> {
	return element.evaluate((node) => {
		const { top, bottom } = node.getBoundingClientRect();
		return top >= 0 && bottom <= innerHeight;
	});
}

/** What has the focus: its `data-action`, or its element and role. */
export function focused(page: Page): Promise<string> {
	return page.evaluate(() => {
		const element = document.activeElement as HTMLElement | null;
		return element?.dataset.action ?? `${element?.localName} ${element?.getAttribute('role') ?? ''}`.trim();
	});
}
