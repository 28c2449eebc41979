// The events of a reader's visit, and that they never contain what the reader typed or saw.
import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Companion, startCompanion } from '../../src/companion/companion.ts';
import { dockerLabs } from '../../src/lab/docker/source.ts';
import { createLog } from '../../src/system/log.ts';
import { docker, image } from '../lab/docker/bench.ts';
import { bearerOf, Page } from './page.ts';

const lines: string[] = [];
const stream = { write: (line: string) => lines.push(line) };
const log = createLog('trace', stream);
const siteDir = inject('siteDir');
let companion: Companion;

beforeAll(async () => {
	companion = await startCompanion({
		labs: dockerLabs({ docker, image, tell: log.tell }),
		siteDir,
		port: 0,
		mostLabs: 2,
		...log,
	});
});
afterAll(() => companion.close());

test('a lab that cannot start is told at the level that is not asked for, with why', async () => {
	const printed: string[] = [];
	const log = createLog('warn', { write: (line) => printed.push(line) });
	const nowhere = dockerLabs({ docker, image: 'underbridge-lab:nowhere', tell: log.tell });
	const broken = await startCompanion({ labs: nowhere, siteDir, port: 0, ...log });
	onTestFinished(() => broken.close());
	const { link } = broken;
	const page = await Page.open(new URL(link).origin, await bearerOf(link), 'index');
	expect(await page.runToEnd('index#hello')).toMatchObject({ phase: 'failed', trouble: 'lab-failed' });
	await page.close();
	const events = printed.map((line) => JSON.parse(line));
	expect(events).toContainEqual(expect.objectContaining({ event: 'lab-start-failed', level: 50 }));
	expect(printed.join('')).toContain('No such image');
});

test('a companion that ends tells of its labs’ end once, and of nothing that failed', async () => {
	const printed: string[] = [];
	const log = createLog('info', { write: (line) => printed.push(line) });
	const ending = await startCompanion({
		labs: dockerLabs({ docker, image, tell: log.tell }),
		siteDir,
		port: 0,
		mostLabs: 2,
		...log,
	});
	const { link } = ending;
	const page = await Page.open(new URL(link).origin, await bearerOf(link), 'index');
	expect((await page.runToEnd('index#hello')).phase).toBe('passed');
	await ending.close();
	const events = printed.map((line) => JSON.parse(line));
	const ended = events.filter(({ event }) => event === 'lab-ended');
	expect(new Set(ended.map(({ lab }) => lab)).size).toBe(ended.length);
	expect(new Set(ended.map(({ why }) => why))).toEqual(new Set(['closed']));
	expect(events.filter(({ level }) => level >= 40)).toEqual([]);
});

/** The recorded events of one type. */
function told(type: string): Record<string, unknown>[] {
	return lines.map((line) => JSON.parse(line)).filter(({ event }) => event === type);
}

test('neither code nor output nor keys nor keys to the door are ever logged', async () => {
	const marker = `marker-${Math.random().toString(36).slice(2)}`;
	const { link } = companion;
	const origin = new URL(link).origin;
	const bearer = await bearerOf(link);
	const page = await Page.open(origin, bearer, 'index');
	const run = await page.runToEnd('index#hello', `echo ${marker}; false # ${marker}`);
	expect(run.text).toContain(marker);
	page.send({ type: 'attach', shell: run.shell, cols: 80, rows: 24 });
	await page.until(() => page.said.some(({ type }) => type === 'shell'));
	page.send({ type: 'type', shell: run.shell, data: `echo typed-${marker}\r` });
	await page.until(() => [...page.output.keys()].some((channel) => page.text(channel).includes(`typed-${marker}`)));
	await fetch(`${origin}/docker0/?secret=${marker}`, { headers: { cookie: marker, authorization: marker } });
	await fetch(`${origin}/api/session`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: `{"code": "${marker}`,
	});
	await page.close();
	const stranger = await Page.open(origin, bearer, marker);
	await stranger.close();

	await expect.poll(() => told('page-lost')).toHaveLength(2);
	expect(told('page-connected')).toMatchObject([{ page: 'index' }, { page: null }]);
	expect(told('request-answered')).toContainEqual(expect.objectContaining({ method: 'GET', path: '/docker0/' }));
	expect(told('request-failed')).toMatchObject([{ path: '/api/session', status: 400 }]);
	expect(told('session-opened')).toHaveLength(1);
	const all = lines.join('');
	for (const secret of [marker, bearer, new URL(link).hash.slice('#code='.length)]) expect(all).not.toContain(secret);
});

test('a refused door is told, with why', async () => {
	const { port } = companion;
	const send = (path: string, headers: Record<string, string>, method = 'GET') =>
		new Promise<void>((resolve, reject) => {
			const sent = request({ host: '127.0.0.1', port, path, method, headers });
			sent.on('response', (response) => response.resume().on('end', resolve)).on('error', reject);
			sent.end();
		});
	await send('/', { host: 'evil.example' });
	await send('/', { origin: 'http://evil.example' });
	await send('/api/session', { origin: `http://127.0.0.1:${port}` }, 'POST');
	const refused = told('door-refused');
	expect(refused.map(({ why, status }) => [why, status])).toEqual(
		expect.arrayContaining([
			['foreign-host', 421],
			['foreign-origin', 403],
			['no-code', 400],
		]),
	);
	expect(refused.map(({ level }) => level)).not.toContain(50);
	expect(lines.join('')).not.toContain('evil.example');
});

test('a page that is sent away is told', async () => {
	const origin = `http://127.0.0.1:${companion.port}`;
	const socket = new WebSocket(`${origin.replace('http', 'ws')}/api/socket`, { origin });
	await once(socket, 'open');
	socket.send(JSON.stringify({ type: 'hello', bearer: 'nobody', page: 'index', language: 'en' }));
	await once(socket, 'close');
	expect(told('page-refused')).toMatchObject([{ why: 'unknown-bearer', page: null }]);
});
