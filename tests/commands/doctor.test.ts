// `npm run doctor` as users run it: with an engine, without one, and with one that hangs.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { root } from '../../src/system/setup.mjs';

interface Outcome {
	status: number;
	output: string;
	seconds: number;
}

function doctor(env: NodeJS.ProcessEnv = {}, ...args: string[]): Promise<Outcome> {
	const began = performance.now();
	return new Promise((resolve) => {
		const script = join(root, 'scripts/run.mjs');
		execFile(
			process.execPath,
			[script, 'doctor', ...args],
			{ env: { ...process.env, ...env } },
			(error, stdout, stderr) => {
				const seconds = (performance.now() - began) / 1000;
				resolve({ status: error ? Number(error.code) : 0, output: stdout + stderr, seconds });
			},
		);
	});
}

/** The cell of a fact in a report. */
function told(output: string, what: string): string | undefined {
	return output
		.split('\n')
		.map((line) => line.split(' | '))
		.find(([cell]) => cell === `| ${what}`)?.[1];
}

test('with an engine, labs can run, and the report says on what', async () => {
	const { status, output } = await doctor({
		DOCKER_HOST: inject('engineUrl'),
		SOME_TOKEN: 'tokentokentoken',
	});
	expect(status).toBe(0);
	expect(output.trimEnd()).toMatch(/Labs can run\.$/);
	expect(told(output, 'engine')).toContain('from DOCKER_HOST');
	expect(told(output, 'lab image')).toBe(`${inject('labImage')}: there |`);
	for (const what of ['system', 'kernel', 'memory', 'Underbridge', 'Node', 'npm', 'port 4321', 'disk, free', 'browser'])
		expect(told(output, what), what).toBeTruthy();
	expect(told(output, 'dependencies')).toBe('as the lockfile has them |');
	expect(told(output, 'engine’s storage')).toBeTruthy();
	const secrets = ['tokentokentoken', hostname(), root, ...(homedir().length > 1 ? [`${homedir()}/`] : [])];
	for (const secret of secrets) expect(output).not.toContain(secret);
});

test('without an engine it says why no lab can run, and starts none', async () => {
	const cache = await mkdtemp(join(tmpdir(), 'cache-'));
	onTestFinished(() => rm(cache, { recursive: true }));
	const { status, output } = await doctor({
		// A given address is asked first. No other engine may answer here.
		DOCKER_HOST: 'unix:///nowhere.sock',
		DOCKER_CONFIG: cache,
		XDG_RUNTIME_DIR: cache,
		HOME: cache,
		XDG_CACHE_HOME: cache,
	});
	expect(told(output, 'passed over: DOCKER_HOST')).toContain('no such socket');
	expect(told(output, 'private engine')).toBe('none |');
	// The machine may have an engine of its own beside that of the tests.
	if (told(output, 'engine') !== 'none that can be used |') return;
	expect(status).toBe(1);
	expect(output.trimEnd().split('\n').at(-1)).toMatch(
		/^Labs cannot run: no Docker engine that can be used answers .*\.$/,
	);
});

test('an engine that accepts connections and never answers does not delay it', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	onTestFinished(() => void server.close());
	await once(server, 'listening');
	const { port } = server.address() as { port: number };
	const { output, seconds } = await doctor({ DOCKER_HOST: `tcp://127.0.0.1:${port}` });
	expect(told(output, 'passed over: DOCKER_HOST')).toContain('no answer within 3 s');
	expect(seconds).toBeLessThan(15);
});

test('a wrong option is reported in one sentence, with exit status 2', async () => {
	const { status, output } = await doctor({}, '--loud');
	expect(status).toBe(2);
	expect(output).toMatch(/^[^\n]*--loud[^\n]*npm run doctor -- --help\.\n$/);
});
