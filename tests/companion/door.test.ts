// The door admits only the reader's own page. These tests are about its rules; the attacks are in tests/attack.
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Companion, startCompanion } from '../../src/companion/companion.ts';
import { bearerOf, Page } from './page.ts';

let companion: Companion;
let origin: string;

beforeAll(async () => {
	companion = await startCompanion({ siteDir: inject('siteDir'), port: 0 });
	origin = `http://127.0.0.1:${companion.port}`;
});
afterAll(() => companion.close());

/** The status of a request with exactly these headers; fetch does not allow another `Host`. */
function status(path: string, headers: Record<string, string>, method = 'GET', body = ''): Promise<number> {
	return new Promise((resolve, reject) => {
		const sent = request({ port: companion.port, host: '127.0.0.1', path, method, headers, setHost: !headers.host });
		sent.on('response', (response) => resolve(response.resume().statusCode ?? 0));
		sent.on('error', reject);
		sent.end(body);
	});
}

/** The companion's answer to a WebSocket upgrade: the status when it refuses. */
function upgrade(headers: Record<string, string>): Promise<number> {
	return new Promise((resolve) => {
		const socket = new WebSocket(`ws://127.0.0.1:${companion.port}/api/socket`, { headers });
		socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
		socket.on('open', () => {
			socket.terminate();
			resolve(101);
		});
		socket.on('error', () => {});
	});
}

describe('the host that a request names', () => {
	test.each(['/', '/docker0/', '/api/session', '/favicon.svg', '/nowhere'])('must be ours on %s', async (path) => {
		const port = companion.port;
		for (const host of [
			'evil.example',
			`evil.example:${port}`,
			`127.0.0.1.nip.io:${port}`,
			'127.0.0.1',
			`127.0.0.1:1`,
			`0.0.0.0:${port}`,
		]) {
			expect(await status(path, { host }), host).toBe(421);
		}
		for (const host of [`127.0.0.1:${port}`, `localhost:${port}`])
			expect(await status(path, { host }), host).not.toBe(421);
	});
});

describe('the origin of a request', () => {
	test('must be ours where it is sent', async () => {
		expect(await status('/docker0/', { origin })).toBe(200);
		for (const other of ['http://evil.example', 'null', origin.replace('http', 'https'), `${origin}.evil.example`]) {
			expect(await status('/docker0/', { origin: other }), other).toBe(403);
		}
	});

	test('must be sent with an upgrade', async () => {
		expect(await upgrade({ origin })).toBe(101);
		expect(await upgrade({})).toBe(403);
		expect(await upgrade({ origin: 'http://evil.example' })).toBe(403);
	});
});

describe('the one-time code', () => {
	test('opens the door once', async () => {
		const { link } = companion;
		const bearer = await bearerOf(link);
		expect(bearer.length).toBeGreaterThanOrEqual(32);
		await expect(bearerOf(link)).rejects.toThrow('403');
		expect(companion.link).not.toBe(link);
	});

	test.each([
		['null', 'application/json', 400],
		['[]', 'application/json', 400],
		['{"code":1}', 'application/json', 400],
		['{"code":"x","more":1}', 'application/json', 400],
		['{"code":"guess"}', 'application/json', 403],
		['{"code":"guess"}', 'text/plain', 415],
		['code=guess', 'application/x-www-form-urlencoded', 415],
	])('is not %s as %s', async (body, type, expected) => {
		await new Promise((resolve) => setTimeout(resolve, 250));
		const headers = { 'content-type': type, 'content-length': String(body.length) };
		expect(await status('/api/session', headers, 'POST', body)).toBe(expected);
	});

	test('cannot be guessed at any rate', async () => {
		const headers = { 'content-type': 'application/json', 'content-length': '16' };
		const guesses = Array.from({ length: 20 }, () => status('/api/session', headers, 'POST', '{"code":"guess"}'));
		expect(await Promise.all(guesses)).toContain(429);
	});
});

describe('a socket', () => {
	test('is closed when it does not begin with a known bearer', async () => {
		for (const first of ['{"type":"run","snippet":"docker0#d0-1","cols":80,"rows":24}', 'null', 'not json']) {
			const socket = new WebSocket(`ws://127.0.0.1:${companion.port}/api/socket`, { origin });
			socket.on('open', () => socket.send(first));
			expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(1008);
		}
		const socket = new WebSocket(`ws://127.0.0.1:${companion.port}/api/socket`, { origin });
		socket.on('open', () => socket.send('{"type":"hello","bearer":"guess","page":"docker0","language":"en"}'));
		expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(4401);
	});

	test('of a companion without an engine says so, and runs nothing', async () => {
		await new Promise((resolve) => setTimeout(resolve, 1100));
		const page = await Page.open(origin, await bearerOf(companion.link), 'docker0');
		page.send({ type: 'run', snippet: 'docker0#d0-1', cols: 80, rows: 24 });
		await page.until(() => page.said.some(({ type }) => type === 'refused'));
		expect(page.said).toContainEqual({ type: 'refused', why: 'no-engine', snippet: 'docker0#d0-1' });
		await page.close();
	});
});

test('no answer lets another site read or frame it', async () => {
	const { headers } = await fetch(`${origin}/docker0/`);
	expect(headers.get('access-control-allow-origin')).toBeNull();
	expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
	expect(headers.get('x-content-type-options')).toBe('nosniff');
	expect(headers.get('x-frame-options')).toBe('DENY');
	expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
	expect(headers.get('referrer-policy')).toBe('no-referrer');
	expect(headers.get('set-cookie')).toBeNull();
});

test.each(['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/.inputs', '/_astro/../../package.json'])(
	'%s is not a page',
	async (path) => {
		expect([400, 403, 404]).toContain(await status(path, {}));
	},
);
