// The product as users run it: `npm start` in its own process, and a browser that opens the printed link.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { inject, onTestFailed } from 'vitest';
import { root } from '../../src/system/setup.mjs';

const READY = /^ready (http:\/\/127\.0\.0\.1:\d+\/#code=\S+)$/;
const ANOTHER = /for another browser: (\S+)$/;

/** A started product. */
export interface Product {
	/** The site's URL without a trailing slash. */
	origin: string;
	/** The current link to the door; each link works once. */
	link(): string;
	process: ChildProcess;
	stop(): Promise<void>;
}

/** Runs what `npm start` runs, on a free port, and waits for its `ready` line. */
export async function startProduct(...options: string[]): Promise<Product> {
	const child = spawn(process.execPath, ['scripts/start.mjs', '--port', '0', '--no-open', ...options], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const said: string[] = [];
	let link = '';
	const lines = createInterface(child.stdout);
	await new Promise<void>((resolve, reject) => {
		child.once('exit', (status) => reject(new Error(`npm start ended with ${status}:\n${said.join('\n')}`)));
		lines.on('line', (line) => {
			said.push(line);
			const found = READY.exec(line)?.[1] ?? ANOTHER.exec(line)?.[1];
			if (found) link = found;
			if (READY.test(line)) resolve();
		});
	});
	return {
		origin: new URL(link).origin,
		link: () => link,
		process: child,
		async stop() {
			if (child.exitCode !== null || child.signalCode !== null) return;
			child.kill('SIGINT');
			await once(child, 'exit');
		},
	};
}

/** Debian's Chromium, without the requests that it makes by itself. */
export function launchBrowser(...switches: string[]): Promise<Browser> {
	return chromium.launch({
		executablePath: inject('chromium'),
		args: [
			...['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
			...switches,
		],
	});
}

/** A new reader: a new browser context that has opened the link. Keeps a screenshot when the test fails. */
export async function newReader(browser: Browser, product: Product, options?: BrowserContextOptions): Promise<Page> {
	const context = await browser.newContext(options);
	const page = await context.newPage();
	onTestFailed(async ({ task }) => {
		const folder = join(root, '.artifacts');
		mkdirSync(folder, { recursive: true });
		await page.screenshot({ path: join(folder, `${task.name.replaceAll(/[^\w가-힣]+/g, '-')}.png`), fullPage: true });
	});
	await page.goto(product.link());
	await page.locator('lab-status[data-state=none]').first().waitFor({ state: 'attached' });
	return page;
}

/** The block with this reference on the page, e.g. `docker0#d0-3`. */
export function block(page: Page, reference: string) {
	const element = page.locator(`run-snippet[data-snippet="${reference}"]`);
	const run = element.locator('[data-action=run]');
	/** Waits until the current run has ended. */
	const end = async (timeout = 60_000): Promise<string | null> => {
		const over = page.locator(
			`run-snippet[data-snippet="${reference}"]:is([data-state=passed],[data-state=failed],[data-state=stopped])`,
		);
		await over.waitFor({ state: 'attached', timeout });
		return element.getAttribute('data-state');
	};
	return {
		element,
		output: element.getByRole('log'),
		status: element.locator('.run-bar').getByRole('status'),
		run,
		stop: element.locator('[data-action=stop]'),
		end,
		/** Clicks Run, and waits for the end. @returns The final state. */
		async runToEnd(timeout = 60_000): Promise<string | null> {
			await run.click();
			return end(timeout);
		},
	};
}
