// T14 to T20: how the companion handles requests and frames that no browser would send.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Companion, startCompanion } from '../../src/companion/companion.ts';
import { bearerOf, Page } from '../companion/page.ts';
import { ask, askForSocket, dial, drip, exchange } from './raw.ts';
import { frame, RawSocket } from './raw-socket.ts';

/** In ms. */
const SECOND = 1000;
const KIB = 1024;
let companion: Companion;
let port: number;
let origin: string;
let own: string[];
/** How long a page took to load before any attack, in ms. */
let quiet: number;

beforeAll(async () => {
	companion = await startCompanion({ siteDir: inject('siteDir'), port: 0 });
	({ port } = companion);
	origin = `http://127.0.0.1:${port}`;
	own = [`Host: 127.0.0.1:${port}`, `Origin: ${origin}`];
	quiet = await loadTime();
});
afterAll(() => companion.close());

/** How long a page takes to load, in ms: the median of five times. */
async function loadTime(): Promise<number> {
	const times: number[] = [];
	for (let n = 0; n < 5; n++) {
		const began = performance.now();
		expect((await ask(port, { target: '/docker0/', headers: own })).status).toBe(200);
		times.push(performance.now() - began);
	}
	return times.sort((one, other) => one - other)[2] as number;
}

function login(body: string, ...headers: string[]) {
	const type = headers.some((header) => /^content-type:/i.test(header)) ? [] : ['Content-Type: application/json'];
	return ask(port, { method: 'POST', target: '/api/session', headers: [...own, ...type, ...headers], body });
}

describe('T14 path out of the site', () => {
	const paths = [
		'/../package.json',
		'/../../../../../../etc/passwd',
		'/%2e%2e/package.json',
		'/%2e%2e%2fpackage.json',
		'/..%2f..%2fetc%2fpasswd',
		'/..%5c..%5cpackage.json',
		'/..\\package.json',
		'/%252e%252e/package.json',
		'/....//package.json',
		'/_astro/../../package.json',
		'/_astro/%2e%2e/%2e%2e/package.json',
		'/docker0/..;/..;/package.json',
		'/%c0%ae%c0%ae/package.json',
		'/package.json%00.html',
		'//etc/passwd',
		'/file:///etc/passwd',
		'/C:/Windows/win.ini',
		'/.inputs',
		'/.git/config',
		'/docker0/.%2finputs',
		`/${'../'.repeat(2000)}etc/passwd`,
	];

	test('twenty-one spellings of it, and files that begin with a dot', async ({ annotate }) => {
		const answers = new Map<number, number>();
		for (const target of paths) {
			const { status, body } = await ask(port, { target, headers: own });
			expect([400, 403, 404], target).toContain(status);
			expect(body, target).not.toMatch(/root:|"underbridge"|\[core\]/);
			answers.set(status, (answers.get(status) ?? 0) + 1);
		}
		await annotate([...answers].map((entry) => entry.join(' × ')).join(', '));
	});

	test('links in the site’s folder that lead elsewhere', async ({ annotate }) => {
		const folder = await mkdtemp(join(tmpdir(), 'underbridge-site-'));
		const site = join(folder, 'site');
		await mkdir(join(site, 'page'), { recursive: true });
		await mkdir(join(folder, 'site-secret'));
		for (const name of ['index.html', '404.html', 'page/real.txt']) await writeFile(join(site, name), 'public');
		await writeFile(join(site, 'snippets.json'), '{"pages":{}}');
		await writeFile(join(folder, 'site-secret/index.html'), 'secret');
		await symlink(join(folder, 'site-secret/index.html'), join(site, 'file.txt'));
		await symlink(join(folder, 'site-secret/index.html'), join(site, 'page/index.html'));
		await symlink('../site-secret', join(site, 'folder'));
		await symlink('page/real.txt', join(site, 'within.txt'));
		const linked = await startCompanion({ siteDir: site, port: 0 });
		const headers = [`Host: 127.0.0.1:${linked.port}`];
		for (const target of ['/file.txt', '/page/', '/folder/', '/folder', '/folder/index.html']) {
			const { status, body } = await ask(linked.port, { target, headers });
			expect([status, body.includes('secret')], target).toEqual([404, false]);
		}
		expect((await ask(linked.port, { target: '/within.txt', headers })).status).toBe(200);
		await annotate('404 × 5');
		await linked.close();
		await rm(folder, { recursive: true });
	});
});

describe('T15 oversized and ambiguous requests', () => {
	test('a body of 65 KiB, a header of 20 KiB, three thousand headers on an upgrade', async ({ annotate }) => {
		expect((await login(`{"code":"${'x'.repeat(65 * KIB)}"}`)).status).toBe(413);
		expect((await ask(port, { headers: [...own, `X: ${'x'.repeat(20 * KIB)}`] })).status).toBe(431);
		const many = Array.from({ length: 3000 }, (_, n) => `X${n}: x`);
		expect((await askForSocket(port, [...own, ...many])).status).toBe(431);
		// As many as fit: headers that Node drops must not open the door.
		const few = Array.from({ length: 1990 }, () => 'a:');
		expect((await askForSocket(port, [...few, ...own])).status).not.toBe(101);
		await annotate('413, 431, 431');
	});

	const chunked = 'Transfer-Encoding: chunked';
	const hidden = 'GET /hidden HTTP/1.1\r\nHost: evil.example\r\n\r\n';
	test.for([
		['two lengths of the body', `Content-Length: 5\r\n${chunked}\r\n\r\n0\r\n\r\n${hidden}`],
		['two different Content-Length', `Content-Length: 1\r\nContent-Length: 40\r\n\r\n{${hidden}`],
		['a negative length', `Content-Length: -1\r\n\r\n${hidden}`],
		['a chunk longer than any memory', `${chunked}\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n`],
		['a chunk of no number', `${chunked}\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n`],
		['an unknown coding', `Transfer-Encoding: xchunked\r\n\r\n${hidden}`],
		['a blank before the colon', `Content-Length : 0\r\n\r\n${hidden}`],
		['a folded header', `X: a\r\n b: c\r\n\r\n`],
		['a line end without CR', `X: a\nContent-Length: 0\n\n${hidden}`],
	])('%s', async ([, rest], { annotate }) => {
		const head = `POST /api/session HTTP/1.1\r\n${own.join('\r\n')}\r\nContent-Type: application/json\r\n`;
		const { status, body, closed } = await exchange(port, head + rest);
		await annotate(String(status));
		expect(status).toBe(400);
		expect(closed).toBe(true);
		expect(body).not.toContain('HTTP/1.1');
	});

	test('a body without end', async ({ annotate }) => {
		const head = `POST /api/session HTTP/1.1\r\n${own.join('\r\n')}\r\nContent-Type: application/json\r\n${chunked}\r\n\r\n`;
		const { status } = await exchange(port, `${head}${`1000\r\n${' '.repeat(0x1000)}\r\n`.repeat(20)}`);
		await annotate(String(status));
		expect(status).toBe(413);
	});
});

describe('T16 compression', () => {
	test('of requests, and of frames', async ({ annotate }) => {
		for (const coding of ['gzip', 'deflate', 'br', 'zstd', 'identity']) {
			expect((await login('{"code":"x"}', `Content-Encoding: ${coding}`)).status, coding).toBe(415);
		}
		const offer = 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits';
		const { status, headers } = await askForSocket(port, [...own, offer]);
		expect(status).toBe(101);
		expect(headers.has('sec-websocket-extensions')).toBe(false);
		await annotate('415 × 5; offered, not taken');
	});
});

describe('T17 slow requests', () => {
	test('silence, headers and bodies by the byte, and three hundred connections half open', async ({ annotate }) => {
		const half = Array.from({ length: 300 }, async () => {
			const socket = await dial(port);
			socket.write(`GET / HTTP/1.1\r\n${own[0]}\r\n`);
			return socket.resume();
		});
		const sockets = await Promise.all(half);
		const headers = `GET / HTTP/1.1\r\n${own.join('\r\n')}\r\nX: `;
		const body = `POST /api/session HTTP/1.1\r\n${own.join('\r\n')}\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n`;
		const drips = ['', headers, body].map((begin) => drip(port, begin, 30 * SECOND));
		const during = await loadTime();
		const [silent, head, rest] = (await Promise.all(drips)).map((time) => time / SECOND);
		const seconds = [silent, head, rest].map((time) => `${time?.toFixed(0)} s`).join(', ');
		await annotate(`closed after ${seconds}; a page meanwhile in ${during.toFixed(0)} ms`);
		expect(during).toBeLessThan(Math.max(500, 10 * quiet));
		// A connection that is never closed would take all thirty.
		expect(silent).toBeLessThan(25);
		expect(head).toBeLessThan(10 + 2);
		expect(rest).toBeLessThan(15 + 3);
		await expect.poll(() => sockets.every(({ closed }) => closed), { timeout: 5000 }).toBe(true);
	});

	test('more connections than there may be', async ({ annotate }) => {
		const sockets: Socket[] = [];
		for (let n = 0; n < 1100; n++) sockets.push(await dial(port));
		for (const socket of sockets) socket.resume();
		await expect.poll(() => sockets.filter(({ closed }) => closed).length).toBeGreaterThanOrEqual(1100 - 1024);
		await annotate(`${sockets.filter(({ closed }) => closed).length} of 1100 closed at once`);
		for (const socket of sockets) socket.destroy();
		await expect.poll(async () => (await ask(port, { headers: own })).status).toBe(200);
	});
});

describe('T18 frames that no browser sends', () => {
	const text = (value: string) => frame(1, value);
	const length = (bytes: number) => {
		const head = Buffer.alloc(14);
		head.writeUInt16BE(0x82ff);
		head.writeBigUInt64BE(BigInt(bytes), 2);
		return head;
	};
	test.for<[string, Buffer, number[]]>([
		['without a mask', Buffer.from([0x81, 1, 0x78]), [1002]],
		['with reserved bits', frame(1, 'x', 0xf1), [1002]],
		['compressed, though that was not agreed', frame(1, 'x', 0xc1), [1002]],
		['of a reserved kind', frame(3, 'x'), [1002]],
		['with text that is no UTF-8', frame(1, Buffer.from([0xc3, 0x28])), [1007]],
		['that claims a tebibyte', length(2 ** 40), [1009]],
		['that claims more than can be counted', length(2 ** 53), [1009]],
		['with five mebibytes', Buffer.concat([length(5 * 2 ** 20), Buffer.alloc(64 * KIB)]), [1009]],
		['a ping of 126 bytes', frame(9, Buffer.alloc(126)), [1002]],
		['a ping in pieces', frame(9, 'x', 0x09), [1002]],
		['an end without a beginning', frame(0, 'x'), [1002]],
		['a close with a code that is none', frame(8, Buffer.from([0, 5])), [1002]],
		['pieces without end', Buffer.concat([frame(1, 'x', 1), ...Array(40_000).fill(frame(0, 'x', 0))]), [1008, 1009]],
		['binary', frame(2, 'x'), [1008]],
		['a thousand blanks', text(' '.repeat(1000)), [1008]],
	])('%s', async ([, bytes, codes], { annotate }) => {
		const socket = await RawSocket.open(port);
		socket.socket.write(bytes);
		const code = await socket.closed();
		await annotate(`closed ${code}`);
		expect(codes).toContain(code);
	});

	test('nothing at all, for ever', async ({ annotate }) => {
		const socket = await RawSocket.open(port);
		const began = performance.now();
		const piecemeal = setInterval(() => socket.socket.write(frame(0xa, '')), 100);
		const code = await socket.closed();
		clearInterval(piecemeal);
		await annotate(`closed ${code} after ${((performance.now() - began) / SECOND).toFixed(0)} s`);
		expect(code).toBe(1008);
	});

	test.each([
		['pings', frame(9, 'x'.repeat(100))],
		['runs of what is no snippet', text('{"type":"run","snippet":"nothing","cols":80,"rows":24}')],
		['news of what was never sent', text('{"type":"seen","channel":1,"offset":1}')],
	])('a flood of %s, from a page that reads nothing', async (_name, message) => {
		const hello = { type: 'hello', bearer: await freshBearer(), page: 'lab', language: 'en' };
		const socket = await RawSocket.open(port, hello);
		const before = process.memoryUsage().rss;
		socket.socket.write(Buffer.concat(Array(20_000).fill(message)));
		// A flood of pings, faster than they are answered, ends without a close frame.
		expect([1006, 1008]).toContain(await socket.closed());
		expect(process.memoryUsage().rss - before).toBeLessThan(64 * 2 ** 20);
		expect(socket.said.length).toBeLessThan(2200 * 100);
		expect(await loadTime()).toBeLessThan(Math.max(500, 10 * quiet));
	});

	test('sixty sockets of one reader: eight are let in', async () => {
		const hello = { type: 'hello', bearer: await freshBearer(), page: 'lab', language: 'en' };
		const sockets = await Promise.all(Array.from({ length: 60 }, () => RawSocket.open(port, hello)));
		const welcome = () => sockets.filter(({ said }) => said.includes('"welcome"')).length;
		await expect.poll(() => sockets.filter(({ socket }) => socket.closed).length).toBe(52);
		await expect.poll(welcome).toBe(8);
		for (const socket of sockets.filter(({ said }) => said === '')) expect(await socket.closed()).toBe(4429);
		for (const { socket } of sockets) socket.destroy();
	});
});

/** A new reader's bearer; the companion grants five per second. */
async function freshBearer(): Promise<string> {
	await new Promise((resolve) => setTimeout(resolve, SECOND));
	return bearerOf(companion.link);
}

const oddities = [
	'',
	'null',
	'[]',
	'"code"',
	'0',
	'{',
	'{"code":null}',
	'{"code":{"toString":1}}',
	'{"code":["x"]}',
	`{"code":"${'x'.repeat(200)}"}`,
	'{"code":"x","more":1}',
	'\ufeff{"code":"x"}\u0000',
	'['.repeat(60_000),
	'['.repeat(30_000) + ']'.repeat(30_000),
	`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
];
const poison = [
	'{"code":"x","__proto__":{"isAdmin":true}}',
	'{"__proto__":{"code":"x"}}',
	'{"code":"x","constructor":{"prototype":{"isAdmin":true}}}',
	'{"code":"x","\\u005f_proto__":{}}',
	'{"code":{"__proto__":{}}}',
];

describe.each([
	['T19 odd JSON', oddities],
	['T20 keys that would change every object', poison],
])('%s', (_threat, bodies) => {
	test('to the session', async () => {
		for (const body of bodies) {
			await expect.poll(async () => (await login(body)).status, { interval: 300, timeout: 5000 }).toBe(400);
		}
		expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
	});

	test('to a socket, as its first message and later', async () => {
		const bearer = await freshBearer();
		for (const body of bodies) {
			const stranger = await RawSocket.open(port);
			stranger.socket.write(frame(1, body));
			expect(await stranger.closed()).toBe(1008);
			const known = await RawSocket.open(port, { type: 'hello', bearer, page: 'lab', language: 'en' });
			known.socket.write(frame(1, body.replace(/^\{"code":"x"/, '{"type":"reset"')));
			expect(await known.closed(), body.slice(0, 80)).toBe(1008);
		}
		const page = await Page.open(origin, bearer, '__proto__');
		page.send({ type: 'run', snippet: 'constructor#prototype', cols: 80, rows: 24 });
		await page.until(() => page.said.some(({ type }) => type === 'refused'));
		await page.close();
		expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
	});
});
