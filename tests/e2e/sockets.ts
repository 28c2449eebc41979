// Gives a test control of a page's WebSockets: to cut them like a bad network, or to send on them.
import type { Page } from 'playwright';

/** Makes the page keep its sockets in `sockets`, and reloads it. */
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

/** Reloads the page, and holds its messages back. @returns A function that sends them and so completes the connection. */
export async function holdConnection(page: Page): Promise<() => Promise<void>> {
	await page.addInitScript(() => {
		let connect = () => {};
		const released = new Promise<void>((resolve) => {
			connect = resolve;
		});
		Object.assign(globalThis, { connect });
		globalThis.WebSocket = class extends WebSocket {
			override async send(data: string): Promise<void> {
				await released;
				super.send(data);
			}
		} as unknown as typeof WebSocket;
	});
	await page.reload();
	await page.locator('lab-status[data-state=unknown]').first().waitFor({ state: 'attached' });
	return () => page.evaluate('connect()');
}

/** Calls a function with the page's latest socket, in the page. */
export function withSocket(page: Page, use: (socket: WebSocket) => void): Promise<void> {
	return page.evaluate(`(${use})(globalThis.sockets.at(-1))`);
}
