// Finding the engine, with real sockets, dead and alive: the order in which addresses are tried.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { EngineNotFound, findEngine, isRemapped } from '../../../../src/lab/docker/engine/find.ts';
import { candidates } from '../../../../src/lab/docker/engine/sources.ts';

const home = mkdtempSync(join(tmpdir(), 'ub-'));
const silent = join(home, 'silent.sock');
const real = inject('engineUrl');
let server: Server;

beforeAll(async () => {
	server = createServer(() => {}); // accepts and never answers
	await new Promise<void>((resolve) => server.listen(silent, resolve));
});
afterAll(() => {
	server.close();
	rmSync(home, { recursive: true });
});

test('the engine named by DOCKER_HOST is found', async () => {
	const engine = await findEngine({ env: { DOCKER_HOST: real }, home });
	expect(engine).toMatchObject({ source: 'DOCKER_HOST', url: real, passed: [] });
	expect(engine.version).toMatch(/^\d+\.\d+/);
	expect(String(await engine.docker.ping())).toBe('OK');
});

test('a dead address is passed over, and the next that answers is taken', async () => {
	writeContext('here', real);
	const engine = await findEngine({ env: { DOCKER_HOST: 'unix:///nowhere.sock' }, home });
	expect(engine.source).toBe('docker context "here"');
	expect(engine.passed).toEqual([
		{ source: 'DOCKER_HOST', url: 'unix:///nowhere.sock', code: 'no-socket', why: 'no such socket' },
	]);
});

test('an engine given by --engine is the only one that is tried', async () => {
	const search = findEngine({ engine: 'unix:///nowhere.sock', env: { DOCKER_HOST: real }, home });
	await expect(search).rejects.toThrow(EngineNotFound);
	await expect(search).rejects.toMatchObject({ tried: [{ source: '--engine', code: 'no-socket' }] });
});

test('the given engine counts even where DOCKER_HOST names another', async () => {
	process.env.DOCKER_HOST = 'tcp://127.0.0.1:1';
	try {
		expect(await findEngine({ engine: real, home })).toMatchObject({ source: '--engine' });
	} finally {
		process.env.DOCKER_HOST = real;
	}
});

test.each([
	['ssh://me@far.example', 'ssh:// are not supported'],
	['nonsense', 'not an address'],
	['tcp://127.0.0.1:1', 'nothing listens there'],
	[`unix://${silent}`, 'no answer within 3 s'],
	['unix:///etc/hostname', 'not'],
])('%s is told why it cannot be used', async (engine, why) => {
	await expect(findEngine({ engine, env: {}, home })).rejects.toThrow(why);
});

test("an engine whose root is not the machine's is known by its security options", async () => {
	const seccomp = 'name=seccomp,profile=default';
	expect(isRemapped([seccomp, 'name=rootless'])).toBe(true);
	expect(isRemapped(['name=userns', seccomp])).toBe(true);
	expect(isRemapped([seccomp, 'name=cgroupns'])).toBe(false);
	const { docker } = await findEngine({ engine: real, home });
	expect(isRemapped((await docker.info()).SecurityOptions)).toBe(false);
});

test('a Windows machine is asked at its pipes, a Linux one at its sockets', () => {
	const urls = (platform: NodeJS.Platform) =>
		candidates({ env: { XDG_RUNTIME_DIR: '/run/user/7' }, home: '/home/me', platform }).map(({ url }) => url);
	expect(urls('win32')).toEqual(['npipe:////./pipe/docker_engine', 'npipe:////./pipe/dockerDesktopLinuxEngine']);
	expect(urls('linux')).toEqual([
		'unix:///var/run/docker.sock',
		'unix:///run/user/7/docker.sock',
		'unix:///home/me/.docker/run/docker.sock',
		'unix:///home/me/.docker/desktop/docker.sock',
	]);
	expect(urls('darwin')).toContain('unix:///home/me/Library/Containers/com.docker.docker/Data/docker.raw.sock');
});

function writeContext(name: string, url: string): void {
	const folder = join(home, '.docker', 'contexts', 'meta', createHash('sha256').update(name).digest('hex'));
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(home, '.docker', 'config.json'), JSON.stringify({ currentContext: name }));
	writeFileSync(join(folder, 'meta.json'), JSON.stringify({ Name: name, Endpoints: { docker: { Host: url } } }));
}
