// T1 to T13: who may talk to the companion. The same attempts target a bad server, to prove that they work.
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { WebSocket } from 'ws';
import { bearerOf, Page as Client } from '../companion/page.ts';
import { startProduct } from '../e2e/product.ts';
import { startBadServer } from './bad-server.ts';
import { type Attempt, attacks } from './door-attacks.ts';
import { type Companion, startTarget, type Target } from './target.ts';

let companion: Companion;
/** A reader's bearer. */
let bearer: string;
let bad: Target;
const BAD_BEARER = 'secret';

beforeAll(async () => {
	companion = await startTarget();
	bearer = await companion.bearer();
	bad = await startBadServer();
});
afterAll(() => Promise.all([companion?.close(), bad?.close()]));

/** Counts equal answers: `403 × 9, 415 × 4`. */
function summary(attempts: Attempt[]): string {
	const answers = Map.groupBy(attempts, ({ answer }) => answer);
	return [...answers].map(([answer, { length }]) => (length === 1 ? answer : `${answer} × ${length}`)).join(', ');
}

describe.each(attacks)('$threat', ({ tried, attempt }) => {
	test(tried, async ({ annotate }) => {
		const codeBefore = companion.code();
		const attempts = await attempt(companion, bearer);
		await annotate(summary(attempts));
		expect(attempts.filter(({ safe }) => !safe)).toEqual([]);
		expect(companion.code(), 'the code is not spent').toBe(codeBefore);
		expect(companion.wire.executed(), 'nothing was run').toEqual([]);
	});
});

test.each(attacks)('the attempt bites: a bad server falls for $threat, $tried', async ({ attempt }) => {
	expect((await attempt(bad, BAD_BEARER)).filter(({ safe }) => safe)).toEqual([]);
});

describe('another site, in a real browser', () => {
	let browser: Browser;
	let evilPort: number;
	const evil = createServer((_request, reply) => reply.setHeader('content-type', 'text/html').end('<body>evil'));

	beforeAll(async () => {
		// The browser resolves the attacker's name to loopback, as after DNS rebinding.
		const args = [
			'--no-sandbox',
			'--disable-background-networking',
			'--host-resolver-rules=MAP evil.example 127.0.0.1',
		];
		browser = await chromium.launch({ executablePath: inject('chromium'), args });
		await once(evil.listen(0, '127.0.0.1'), 'listening');
		evilPort = (evil.address() as AddressInfo).port;
	});
	afterAll(async () => {
		await browser?.close();
		evil.closeAllConnections();
		evil.close();
	});

	test('T1 DNS rebinding: a name that was ours a moment ago', async ({ annotate }) => {
		const page = await browser.newPage();
		const visit = async (port: number) => (await page.goto(`http://evil.example:${port}/docker0/`))?.status();
		await annotate(String(await visit(companion.port)));
		expect(await visit(companion.port)).toBe(421);
		expect(await visit(bad.port), 'the attempt bites').toBe(200);
		await page.close();
	});

	/** Every way for a page to reach a server of another origin, and the results. */
	async function waysOut(page: Page, { port, code }: { port: number; code: string }): Promise<Record<string, string>> {
		return page.evaluate(
			async ({ target, code }) => {
				const body = JSON.stringify({ code });
				const outcome = (promise: Promise<unknown>) =>
					promise.then(
						(value) => `got ${value instanceof Response ? `${value.type} ${value.status}` : value}`,
						() => 'refused',
					);
				const element = (tag: 'script' | 'img' | 'link', attributes: Record<string, string>) =>
					new Promise((resolve, reject) => {
						const made = Object.assign(document.createElement(tag), attributes, { onload: resolve, onerror: reject });
						document.body.append(made);
					});
				const socket = new Promise((resolve, reject) => {
					// Not this file's import, which the browser does not have.
					const opened = new globalThis.WebSocket(`${target.replace('http', 'ws')}/api/socket`);
					Object.assign(opened, { onopen: resolve, onerror: reject });
				});
				const json = { 'content-type': 'application/json' };
				return {
					read: await outcome(fetch(`${target}/docker0/`)),
					opaque: await outcome(fetch(`${target}/snippets.json`, { mode: 'no-cors' })),
					login: await outcome(fetch(`${target}/api/session`, { method: 'POST', body, headers: json })),
					simple: await outcome(fetch(`${target}/api/session`, { method: 'POST', body, mode: 'no-cors' })),
					socket: await outcome(socket),
					image: await outcome(element('img', { src: `${target}/favicon.svg` })),
					script: await outcome(element('script', { src: `${target}/pagefind/pagefind.js` })),
					style: await outcome(element('link', { rel: 'stylesheet', href: `${target}/pagefind/pagefind-ui.css` })),
				};
			},
			{ target: `http://127.0.0.1:${port}`, code },
		);
	}

	test.each(['evil.example', '127.0.0.1', 'localhost'])('T2 to T5: every way out of a page on %s', async (name) => {
		const page = await browser.newPage();
		await page.goto(`http://${name}:${evilPort}/`);
		const codeBefore = companion.code();
		const results = await waysOut(page, { port: companion.port, code: codeBefore });
		expect(new Set(Object.values(results)), JSON.stringify(results)).toEqual(new Set(['refused']));
		const bitten = await waysOut(page, { port: bad.port, code: 'code' });
		for (const [way, result] of Object.entries(bitten)) expect(result, `${way} bites`).toMatch(/^got/);

		await page.evaluate((target) => {
			const form = Object.assign(document.createElement('form'), { method: 'post', enctype: 'text/plain' });
			form.action = `${target}/api/session`;
			document.body.append(form);
			form.submit();
		}, companion.origin);
		await page.waitForURL(/api\/session/);
		expect(await page.content()).toMatch(/only its own pages|Unsupported Media Type/);
		expect(companion.code()).toBe(codeBefore);
		expect(companion.wire.executed()).toEqual([]);
		await page.close();
	});

	test('T9 framed by another site: the frame stays empty', async () => {
		const page = await browser.newPage();
		await page.goto(`http://evil.example:${evilPort}/`);
		const frame = async (port: number) => {
			const src = `http://127.0.0.1:${port}/docker0/`;
			await page.evaluate((src) => document.body.append(Object.assign(document.createElement('iframe'), { src })), src);
			return () => page.frames().at(-1)?.url();
		};
		await expect.poll(await frame(companion.port)).toMatch(/^chrome-error:/);
		expect(await page.frames().at(-1)?.locator('run-snippet').count()).toBe(0);
		await expect.poll(await frame(bad.port), { message: 'the attempt bites' }).toMatch(/docker0/);
		await page.close();
	});
});

test('T7 guessed code: the right one, used three times at once, and later', async ({ annotate }) => {
	await delay(1000);
	const { origin } = companion;
	const body = JSON.stringify({ code: companion.code() });
	const use = async () =>
		(await fetch(`${origin}/api/session`, { method: 'POST', body, headers: { 'content-type': 'application/json' } }))
			.status;
	const statuses = [...(await Promise.all([use(), use(), use()])), await use()];
	await annotate(statuses.join(', '));
	expect(statuses.sort()).toEqual([200, 403, 403, 403]);
});

describe('T6 secret that leaks', () => {
	test('the bearer in the program’s output, in any process’s arguments or environment', {
		timeout: 300_000,
	}, async () => {
		const product = await startProduct();
		try {
			let said = '';
			product.process.stdout?.on('data', (bytes) => {
				said += bytes;
			});
			const code = new URL(product.link()).hash.slice('#code='.length);
			const bearer = await bearerOf(product.link());
			await expect.poll(() => said).toContain('for another browser');
			expect(said).not.toContain(bearer);
			for (const secret of [code, bearer]) expect(tellers(secret)).toEqual([]);
		} finally {
			await product.stop();
		}
	});
});

/** The processes that reveal a secret to every user of the machine. */
function tellers(secret: string): string[] {
	if (process.platform !== 'linux') return [];
	return readdirSync('/proc').filter((pid) => {
		if (!/^\d+$/.test(pid)) return false;
		return ['cmdline', 'environ'].some((file) => {
			try {
				return readFileSync(`/proc/${pid}/${file}`, 'latin1').includes(secret);
			} catch {
				return false;
			}
		});
	});
}

test('T12 stranger on our port: a bearer is worth nothing to whoever comes after its companion', async ({
	annotate,
}) => {
	const first = await startTarget();
	const bearer = await first.bearer();
	await (await Client.open(first.origin, bearer, 'lab')).close();
	await first.close();
	const second = await startTarget({ port: first.port });
	const socket = new WebSocket(`ws://127.0.0.1:${second.port}/api/socket`, { origin: second.origin });
	socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', bearer, page: 'lab', language: 'en' })));
	const [status] = await once(socket, 'close');
	await annotate(`closed ${status}`);
	expect(status).toBe(4401);
	await second.close();
});
