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

/** Loads the page again, and has it connect only when told to: until then it does not know whether anybody answers. */
export async function holdConnection(page: Page): Promise<() => Promise<void>> {
	await page.addInitScript(() => {
		let connect = () => {};
		const told = new Promise<void>((resolve) => {
			connect = resolve;
		});
		Object.assign(globalThis, { connect });
		globalThis.WebSocket = class extends WebSocket {
			override async send(data: string): Promise<void> {
				await told;
				super.send(data);
			}
		} as unknown as typeof WebSocket;
	});
	await page.reload();
	await page.locator('lab-status[data-state=unknown]').first().waitFor({ state: 'attached' });
	return () => page.evaluate('connect()');
}

/** Does something with the page's socket. */
export function withSocket(page: Page, use: (socket: WebSocket) => void): Promise<void> {
	return page.evaluate(`(${use})(globalThis.sockets.at(-1))`);
}
