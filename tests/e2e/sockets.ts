// A page's own WebSockets in the hands of a test, to cut them as a bad network does, or to send on them.
import type { Page } from 'playwright';

/** Has the page keep its sockets as `sockets`. Loads it again. */
export async function holdSockets(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const sockets: WebSocket[] = [];
		Object.assign(globalThis, { sockets });
		globalThis.WebSocket = class extends WebSocket {
			constructor(url: string | URL) {
				super(url);
				sockets.push(this);
			}
		};
	});
	await page.reload();
	await page.locator('lab-status:not([data-state=unknown])').first().waitFor({ state: 'attached' });
}

/** Does something with the page's socket. */
export function withSocket(page: Page, use: (socket: WebSocket) => void): Promise<void> {
	return page.evaluate(`(${use})(globalThis.sockets.at(-1))`);
}
