// T15, T18 to T20: random messages, frames, requests and bytes, sent to what `npm start` starts. None may end the process or cause
// a server error. A failure names the seed that reproduces it.
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ClientMessage } from '../../src/protocol/messages.ts';
import { bearerOf, Page } from '../companion/page.ts';
import { type Product, startProduct } from '../e2e/product.ts';
import { companionOf } from '../setup/things.ts';
import { ask, dial } from './raw.ts';

/** The rate limit's pace: five sessions per second; in ms. */
const TURN = 250;
/** The close codes of refusals, without that of a server error (1011). */
const REFUSED = [1002, 1003, 1006, 1007, 1008, 1009, 4401];

const name = fc.oneof(fc.stringMatching(/^[a-z0-9-]{1,40}$/), fc.constantFrom('main', 'f'.repeat(32)));
const snippet = fc.oneof(
	fc.constantFrom('lab#lab-1', 'lab#lab-3', 'lab#lab-x', 'docker0#d0-1'),
	fc.string({ maxLength: 200 }),
);
const size = { cols: fc.integer({ min: 1, max: 500 }), rows: fc.integer({ min: 1, max: 500 }) };
const data = fc.string({ unit: 'binary', maxLength: 200 });
const is = <T extends string>(type: T) => fc.constant(type);

/** One valid message of each type. */
const kinds = {
	hello: {
		bearer: fc.string({ maxLength: 128 }),
		page: fc.string({ maxLength: 200 }),
		language: fc.constantFrom('en', 'ko', ''),
	},
	run: { snippet, ...size },
	'run-edited': { snippet, code: fc.string({ minLength: 1, unit: 'binary' }), ...size },
	stop: { run: name },
	input: { run: name, data },
	try: { snippet },
	reset: {},
	attach: { shell: name, ...size },
	detach: { shell: name },
	type: { shell: name, data },
	resize: { shell: name, ...size },
	close: { shell: name },
	watch: { run: name },
	seen: { channel: fc.maxSafeNat(), offset: fc.maxSafeNat() },
};
const message = fc.oneof(...Object.entries(kinds).map(([type, fields]) => fc.record({ type: is(type), ...fields })));

/** Field names of messages, and some that no message may have. */
const field = fc.oneof(
	fc.constantFrom(
		'type',
		'snippet',
		'code',
		'run',
		'shell',
		'cols',
		'rows',
		'data',
		'channel',
		'offset',
		'bearer',
		'page',
	),
	fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'length', ''),
	fc.string(),
);
const odd = fc.oneof(
	fc.jsonValue(),
	fc.constantFrom(-1, 1e308, 2 ** 53, 1.5, 'x'.repeat(300), '../x', '\u0000', '\ud800'),
);

/** A message with some fields changed, removed or added. */
const mutant = fc
	.tuple(message, fc.array(fc.tuple(field, fc.option(odd, { nil: undefined })), { minLength: 1, maxLength: 4 }))
	.map(([whole, changes]) => {
		const entries = new Map<string, unknown>(Object.entries(whole));
		for (const [key, value] of changes) entries.set(key, value);
		return Object.fromEntries(entries);
	});

/** The content of one frame: a message, an almost valid one, JSON, other text, or bytes. */
const payload = fc.oneof(
	...[message, mutant, fc.jsonValue()].map((values) => values.map((value) => JSON.stringify(value))),
	fc.tuple(message, fc.nat(200)).map(([whole, length]) => JSON.stringify(whole).slice(0, length)),
	fc.json().map((text) => `{"type":"hello","__proto__":${text}}`),
	fc.string({ unit: 'binary' }),
	fc.uint8Array({ maxLength: 2000 }),
);

describe('T19 odd JSON', () => {
	test('random messages, held against the schema', () => {
		fc.assert(
			fc.property(message, (valid) => {
				expect(ClientMessage.parse(valid)).toEqual(valid);
			}),
		);
		fc.assert(
			fc.property(fc.oneof(fc.jsonValue(), mutant), (value) => {
				const { data, success } = ClientMessage.safeParse(value);
				if (!success) return;
				// What passes is what was sent, and within the narrow bounds of what may reach the engine.
				expect(data).toEqual(value);
				const said = data as Record<string, unknown>;
				expect(Object.keys(said).sort()).toEqual(['type', ...Object.keys(kinds[data.type])].sort());
				for (const id of [said.run, said.shell]) if (id !== undefined) expect(id).toMatch(/^[a-z0-9-]{1,40}$/);
				for (const cells of [said.cols, said.rows]) {
					if (cells !== undefined)
						expect(Number.isInteger(cells) && Number(cells) >= 1 && Number(cells) <= 500).toBe(true);
				}
			}),
			{ numRuns: 2000 },
		);
	});
});

describe('at random, to a started companion', () => {
	let product: Product;
	let port: number;
	let pid: number;
	let bearer: string;

	beforeAll(async () => {
		product = await startProduct();
		port = Number(new URL(product.origin).port);
		pid = companionOf(product.process);
		bearer = await bearerOf(product.link());
	});
	afterAll(() => product?.stop());

	/** The process is the same and still serves its reader. */
	async function isWell(): Promise<void> {
		expect(companionOf(product.process)).toBe(pid);
		expect(await (await fetch(`${product.origin}/lab/`)).text()).toContain('</html>');
		await (await Page.open(product.origin, bearer, 'lab')).close();
	}

	/** Sends these one after another. @returns The close code; undefined when all were accepted. */
	function say(payloads: (string | Uint8Array)[]): Promise<number | undefined> {
		const socket = new WebSocket(`ws://127.0.0.1:${port}/api/socket`, { origin: product.origin });
		return new Promise<number | undefined>((resolve, reject) => {
			socket.on('open', () => {
				for (const each of payloads) socket.send(each);
				socket.ping();
			});
			socket.on('pong', () => resolve(undefined));
			socket.on('close', resolve);
			socket.on('error', reject);
		}).finally(() => socket.terminate());
	}

	test('T18 frames that no browser sends: before the bearer, each is refused', async () => {
		await fc.assert(
			fc.asyncProperty(payload, async (one) => {
				expect(REFUSED).toContain(await say([one]));
			}),
			{ numRuns: 300 },
		);
		await isWell();
	});

	test('T19 odd JSON: from a reader, after messages in any order', async ({ annotate }) => {
		const hello = JSON.stringify({ type: 'hello', bearer, page: 'lab', language: 'en' });
		let refused = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(message, { maxLength: 10 }), payload, async (some, last) => {
				const code = await say([hello, ...some.map((each) => JSON.stringify(each)), last]);
				if (code === undefined) return;
				refused++;
				expect(REFUSED).toContain(code);
			}),
			{ numRuns: 150 },
		);
		await annotate(`${refused} of 150 ended the connection`);
		await isWell();
	});

	const answered = (status: number) =>
		expect(status === 0 || (status >= 200 && status < 500), `status ${status}`).toBe(true);
	const own = () => [`Host: 127.0.0.1:${port}`, `Origin: ${product.origin}`];

	test('T15 oversized and ambiguous requests: any method, path, type and body', async () => {
		const path = fc.oneof(
			fc.constantFrom('/api/socket', '/', '/lab', '/snippets.json', '/_astro/'),
			fc.webPath(),
			fc.webUrl(),
		);
		const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY');
		const type = fc.oneof(
			fc.constantFrom('application/json', 'text/plain', 'application/json; charset=utf-7'),
			fc.stringMatching(/^[ -~]*$/),
		);
		const body = fc.oneof(fc.json(), fc.string({ unit: 'binary', maxLength: 1000 }));
		await fc.assert(
			fc.asyncProperty(method, path, type, body, async (method, target, type, body) => {
				answered((await ask(port, { method, target, headers: [...own(), `Content-Type: ${type}`], body })).status);
			}),
			{ numRuns: 300 },
		);
		await isWell();
	});

	test('T15 oversized and ambiguous requests: bytes in place of HTTP', async () => {
		const lines = fc.array(
			fc.oneof(
				fc.string(),
				fc.constantFrom('GET / HTTP/1.1', 'Host: x', 'Transfer-Encoding: chunked', 'Content-Length: 9', ''),
			),
		);
		const bytes = fc.oneof(
			fc.uint8Array({ maxLength: 2000 }),
			lines.map((some) => Buffer.from(some.join('\r\n'))),
			lines.map((some) => Buffer.from(['POST /api/session HTTP/1.1', ...own(), ...some, '', ''].join('\r\n'))),
		);
		await fc.assert(
			fc.asyncProperty(bytes, async (some) => {
				const socket = await dial(port);
				let said = '';
				socket.on('data', (chunk) => {
					said += chunk;
				});
				socket.end(some);
				await new Promise((resolve) => socket.once('close', resolve));
				for (const [, status] of said.matchAll(/^HTTP\/1\.1 (\d+)/gm)) answered(Number(status));
			}),
			{ numRuns: 200 },
		);
		await isWell();
	});

	test('T20 keys that would change every object: bodies for the session', async () => {
		const body = fc.oneof(
			fc.jsonValue().map((value) => JSON.stringify(value)),
			fc.tuple(field, odd).map(([key, value]) => `{"code":"x",${JSON.stringify(key)}:${JSON.stringify(value)}}`),
			odd.map((value) => JSON.stringify({ code: value })),
			fc.string({ unit: 'binary' }),
		);
		await fc.assert(
			fc.asyncProperty(body, async (text) => {
				const headers = [...own(), 'Content-Type: application/json'];
				const login = { method: 'POST', target: '/api/session', headers, body: text };
				let answer = await ask(port, login);
				for (; answer.status === 429; answer = await ask(port, login)) await delay(TURN);
				expect([400, 403]).toContain(answer.status);
				expect(answer.body).not.toContain('bearer');
			}),
			{ numRuns: 40 },
		);
		await isWell();
	});
});
