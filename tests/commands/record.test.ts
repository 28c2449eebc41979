// `npm run record` as authors use it: it reports faults with file and line, and saves the recordings of good blocks.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyProject, terminalEnv } from '../setup/copy.ts';

let copy: string;

beforeAll(async () => {
	copy = await copyProject();
}, 120_000);

afterAll(() => rm(copy, { recursive: true }));

function record(...args: string[]): Promise<{ status: number; output: string }> {
	return new Promise((resolve) => {
		const options = { cwd: copy, env: { ...terminalEnv(), GITHUB_ACTIONS: 'true' }, maxBuffer: 2 ** 26 };
		execFile('npm', ['run', '--silent', 'record', '--', ...args], options, (error, stdout, stderr) =>
			resolve({ status: Number(error?.code ?? 0), output: stdout + stderr }),
		);
	});
}

const fence = (info: string, code: string) => `\`\`\`${info}\n${code}\n\`\`\`\n`;

async function write(...fences: string[]): Promise<void> {
	await writeFile(join(copy, 'content/docs/tried.md'), `---\ntitle: Tried\n---\n\n${fences.join('\n')}`);
}

const recording = (id: string) => join(copy, `content/docs/tried.recordings/${id}.cast`);

test('each fault is reported with its place; only blocks without faults get a recording', async () => {
	await write(
		fence('bash id=t-1', 'echo one'),
		fence('expect', '^two$\n!one'),
		fence('bash id=t-2 timeout=2', 'sleep 60'),
		fence('bash id=t-3', 'echo "open'),
		fence('bash id=t-4', 'exit 3'),
		fence('bash id=t-5', 'false'),
		fence('bash id=t-6', 'echo "$((6 * 7))"'),
		fence('expect', '^42$'),
		fence('bash id=t-7 kind=check', 'true'),
		fence('bash id=t-8 kind=solution', 'true'),
		fence('bash id=t-9 tty timeout=1', 'read -r name'),
	);
	const { status, output } = await record('tried');
	expect(status).toBe(1);
	for (const told of [
		'5: t-1: does not match: ^two$',
		'5: t-1: must not match: one',
		'14: t-2: took longer than 2 s: give it more with timeout=',
		'18: t-3: does not end: a quote, a bracket or a heredoc stays open',
		'22: t-4: ends the shell: leave out exit and set -e',
		'26: t-5: exit status 1 instead of 0',
		'38: t-7: check passes before anything was done',
		'46: t-9: took longer than 1 s: say in a type fence what is typed',
	])
		expect(output).toContain(`\ncontent/docs/tried.md:${told}\n`);
	for (const told of [
		'5::t-1: does not match: ^two$',
		'5::t-1: must not match: one',
		'26::t-5: exit status 1 instead of 0',
	])
		expect(output).toContain(`\n::error file=content/docs/tried.md,line=${told}\n`);
	expect([1, 2, 3, 4, 5, 6].filter((n) => existsSync(recording(`t-${n}`)))).toEqual([6]);
	const [header = ''] = (await readFile(recording('t-6'), 'utf8')).split('\n');
	expect(JSON.parse(header)).toMatchObject({
		version: 2,
		width: 100,
	});
});

test('a page is played like a reader does it: holds, needs and background are proven', async () => {
	await write(
		fence('bash id=t-1', 'touch /root/one'),
		fence('holds', 'true'),
		fence('bash id=t-2 needs=t-1', 'touch /root/two'),
		fence('holds', 'false'),
		fence('bash id=t-3', 'ls /root/one'),
		fence('bash id=t-4 background shell=other', 'echo gone'),
		fence('bash id=t-5 needs=t-2', 'true'),
		fence('bash id=t-6', 'mkdir /root/six'),
		fence('holds', 'test -d /root/six'),
		fence('bash id=t-7 needs=t-6', 'ls -d /root/six'),
		fence('bash id=t-8 background shell=third', 'sleep 100'),
		fence('bash id=t-9 tty timeout=20', 'read -rp "name? " name; echo "hello $name"'),
		fence('type', 'you'),
		fence('expect', '^hello you$'),
	);
	const { status, output } = await record('tried', '--check');
	expect(status).toBe(1);
	const faults = output.split('\n').filter((line) => line.startsWith('content/docs/tried.md:'));
	expect(faults.map((line) => line.slice('content/docs/tried.md:'.length))).toEqual([
		expect.stringMatching(/^5: t-1: its holds fence succeeds before the block has run, /),
		expect.stringMatching(/^13: t-2: its holds fence fails although the block has run, /),
		expect.stringMatching(/^25: t-4: ended at once with status 0, .*leave out background$/),
		expect.stringMatching(/^29: t-5: was refused because of tried#t-2: /),
		expect.stringMatching(/^21: t-3: alone in a fresh scene, with nothing before it: exit status 2 .*needs=/),
	]);
	for (const well of ['t-6', 't-7', 't-8', 't-9']) expect(output).toContain(`tried#${well}: ok by itself`);
});

test('what was played alone is kept until the page changes, and never where a block failed', async () => {
	const proof = () => readFile(join(copy, 'content/docs/tried.recordings/alone.sha256'), 'utf8').catch(() => '');
	const needy = (needs: string) => fence(`bash id=t-3${needs}`, 'ls /root/one');
	const one = [fence('bash id=t-1', 'touch /root/one'), fence('holds', 'test -e /root/one')];
	const two = fence('bash id=t-2', 'true');
	await write(...one, two, needy(''));
	expect((await record('tried')).status).toBe(1);
	expect(await proof()).toBe('');
	await write(...one, two, needy(' needs=t-1'));
	expect((await record('tried', '--check')).status).toBe(0);
	expect(await proof()).toBe('');
	expect((await record('tried')).status).toBe(0);
	expect(await proof()).toMatch(/^[0-9a-f]{64}\n$/);
});

test('changed output is shown as a difference, values that differ in every run are not', async () => {
	await write(fence('bash id=t-6', 'docker run -d busybox true'), fence('bash id=t-9', 'echo before'));
	expect((await record('tried')).status).toBe(0);
	const kept = await readFile(recording('t-6'), 'utf8');
	await write(fence('bash id=t-6', 'docker run -d busybox true'), fence('bash id=t-9', 'echo after'));
	const checked = await record('tried', '--check');
	expect(checked.output).toMatch(/tried#t-9: ok, changed: .*\n {4}- before\n {4}\+ after\n/);
	expect(await readFile(recording('t-9'), 'utf8')).toContain('before');
	const { output } = await record('tried');
	expect(output).toContain('tried#t-6: ok, unchanged');
	expect(await readFile(recording('t-6'), 'utf8')).toBe(kept);
	expect(await readFile(recording('t-9'), 'utf8')).toContain('after');
});

test.each([['content/docs/ko/tried.md'], ['./content/docs/tried.md'], ['/ko/tried/']])(
	'a page may be named by its file or address: %s',
	async (name) => {
		await write(fence('bash id=t-6', 'true'));
		expect(await record(name, '--check')).toMatchObject({
			status: 0,
			output: expect.stringContaining('tried#t-6: ok'),
		});
	},
);

test('an unknown page is reported with the known ones', async () => {
	const { status, output } = await record('nowhere');
	expect(status).toBe(2);
	expect(output).toMatch(/^There is no page nowhere with blocks to run; there are: bridge, .*, why\.\n$/);
});

test.each([
	[['--debian', 'sid'], '--debian only goes with --check: recordings are of one Docker'],
	[['--check', '--debian', '../x'], '--debian needs the name of a release, such as sid, not "../x"'],
	[['--jobs', 'many'], '--jobs needs a whole number from 1, not "many"'],
])('%j is refused in one sentence', async (options, clause) => {
	expect(await record(...options)).toEqual({
		status: 2,
		output: `Wrong option: ${clause}; see npm run record -- --help.\n`,
	});
});
