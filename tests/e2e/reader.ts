// A reader of the product: the actions and checks that browser tests share.
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { launchBrowser, newReader, type Product, startProduct } from './product.ts';

/** The product, a browser, and one reader for a whole test file, because a companion's labs are limited. */
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
		/** Opens a page with a fresh lab; the page is closed when the test ends. */
		async open(path: string): Promise<Page> {
			home ??= await newReader(browser, product, options);
			await freshLab(home);
			return this.openAnother(path);
		},
		/** Opens another page of the same reader. */
		async openAnother(path: string): Promise<Page> {
			const page = await (home as Page).context().newPage();
			onTestFinished(() => page.close());
			await page.goto(product.origin + path);
			await page.locator('lab-status:not([data-state=unknown])').first().waitFor({ state: 'attached' });
			return page;
		},
	};
}

/** Resets the lab on a connection of its own, without the page's interface. */
function freshLab(page: Page): Promise<void> {
	return page.evaluate(
		() =>
			new Promise((resolve) => {
				const socket = new WebSocket(`ws://${location.host}/api/socket`);
				const send = (message: object) => socket.send(JSON.stringify(message));
				const bearer = localStorage.getItem('underbridge.bearer');
				socket.onopen = () => send({ type: 'hello', bearer, page: 'none', language: 'en' });
				socket.onmessage = ({ data }) => {
					const { type } = JSON.parse(data);
					if (type === 'welcome') send({ type: 'reset' });
					if (type === 'reset') socket.close();
				};
				socket.onclose = () => resolve();
			}),
	);
}

/** Replaces a block's code with the reader's own. @returns The previous code. */
export async function edit(block: Locator, code: string): Promise<string> {
	const field = block.getByRole('textbox', { name: /^(Your version|고쳐 쓴)/ });
	if (!(await field.isVisible())) await block.locator('[data-action=edit]').click();
	const before = await field.inputValue();
	await field.fill(code);
	return before;
}

/** A block of the page, if it is in that state. */
function blockIn(page: Page, reference: string, state: string): Locator {
	return page.locator(`run-snippet[data-snippet="${reference}"][data-state=${state}]`);
}

/** Waits until a block is in a state. */
export function untilIn(page: Page, reference: string, state: string, timeout = 60_000): Promise<void> {
	return blockIn(page, reference, state).waitFor({ state: 'attached', timeout });
}

/** Whether the element's full height is within the window. */
export function isInView(element: Locator): Promise<boolean> {
	return element.evaluate((node) => {
		const { top, bottom } = node.getBoundingClientRect();
		return top >= 0 && bottom <= innerHeight;
	});
}

/** The focused element: its `data-action`, or its name and role. */
export function focused(page: Page): Promise<string> {
	return page.evaluate(() => {
		const element = document.activeElement as HTMLElement | null;
		return element?.dataset.action ?? `${element?.localName} ${element?.getAttribute('role') ?? ''}`.trim();
	});
}
