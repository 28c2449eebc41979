// `npm run check` as a command, in a copy of the project like a clean clone.
import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { copyProject, terminalEnv } from '../setup/copy.ts';

let copy: string;

beforeAll(async () => {
	copy = await copyProject();
}, 120_000);

afterAll(() => rm(copy, { recursive: true }));

function check(args: string[], env: NodeJS.ProcessEnv = {}): Promise<{ status: number; output: string }> {
	return new Promise((resolve) => {
		const options = { cwd: copy, env: { ...terminalEnv(), GITHUB_ACTIONS: undefined, ...env }, maxBuffer: 2 ** 26 };
		execFile('npm', ['run', '--silent', 'check', '--', ...args], options, (error, stdout, stderr) =>
			resolve({ status: Number(error?.code ?? 0), output: stdout + stderr }),
		);
	});
}

/** Changes a file until the test ends. */
async function change(file: string, how: (text: string) => string): Promise<void> {
	const path = join(copy, file);
	const before = await readFile(path, 'utf8');
	onTestFinished(() => writeFile(path, before));
	await writeFile(path, how(before));
}

const page = 'content/docs/veth.mdx';

test('in a clean clone it finds nothing, types and formatting of the code included', { timeout: 180_000 }, async () => {
	const { status, output } = await check([]);
	expect(output).toMatch(/^\d+ pages with \d+ blocks, and the code: 0 errors, \d+ warnings? \(\d+\.\d s\)$/m);
	expect(status).toBe(0);
});

test('each mistake is printed with file and line, and the exit status is 1', async () => {
	await change(
		page,
		(text) => `${text}\n\`\`\`bash id=veth-1 tiemout=3\nif true; then echo\n\`\`\`\n\n[x](/nowhere/) \n`,
	);
	const { status, output } = await check([page]);
	expect(status).toBe(1);
	for (const says of [
		'id=veth-1 is taken by',
		'tiemout is unknown: use',
		'the link /nowhere/ leads to no page',
		'ShellCheck SC',
		'blanks at the end',
	])
		expect(output).toMatch(new RegExp(`^content/docs/veth\\.mdx:\\d+: .*${says}`, 'm'));
	expect(output).not.toContain('::error');
});

test('a block without a recording, and a recording without a block, cause a warning', async () => {
	const stray = 'content/docs/veth.recordings/stray.cast';
	await writeFile(join(copy, stray), '');
	onTestFinished(() => rm(join(copy, stray)));
	for (const file of [page, 'content/docs/ko/veth.mdx'])
		await change(file, (text) => `${text}\n\`\`\`bash id=veth-new\ntrue\n\`\`\`\n`);
	const { status, output } = await check(['content/docs', '--pages']);
	const told = output.split('\n').filter((line) => line.includes('record'));
	expect(told).toEqual([
		expect.stringMatching(
			/^content\/docs\/veth\.mdx:\d+: warning: not recorded yet: veth-new \(npm run record -- veth\)\.$/,
		),
		`${stray}:1: warning: no published block has this name: delete the recording.`,
	]);
	expect(status).toBe(0);
});

test('a page whose blocks have changed since they were played alone causes a warning', async () => {
	for (const file of [page, 'content/docs/ko/veth.mdx'])
		await change(file, (text) => text.replace('\n```bash', '\n```bash timeout=61'));
	const { output } = await check(['content/docs', '--pages']);
	expect(output).toMatch(
		/^content\/docs\/veth\.mdx:\d+: warning: its blocks were not played alone since they changed/m,
	);
});

test('in GitHub Actions each mistake is an annotation as well', async () => {
	await change(page, (text) => `${text}\n[x](/nowhere/)\n`);
	const { output } = await check([page], { GITHUB_ACTIONS: 'true', CI: 'true' });
	expect(output).toMatch(/^::error file=content\/docs\/veth\.mdx,line=\d+::the link \/nowhere\/ leads to no page/m);
});

test('--fix applies safe fixes, and reports the rest', async () => {
	await change(page, (text) => `${text}\n[x](/ko/veth) and a name space. \n[y](/nowhere/)\n`);
	const { status, output } = await check([page, '--fix']);
	expect(status).toBe(1);
	expect((await readFile(join(copy, page), 'utf8')).slice(-60)).toContain(
		'\n[x](/veth/) and a namespace.\n[y](/nowhere/)\n',
	);
	expect(output).toMatch(/: 1 error, \d+ warnings? \(/);
});

test('a folder may be named; a missing path is refused, because it would pass', async () => {
	await change(page, (text) => `${text}\n[x](/nowhere/)\n`);
	const { status, output } = await check(['content/docs']);
	expect(status).toBe(1);
	expect(output).toMatch(/^\d\d pages with .*: 1 error, /m);
	expect(await check(['content/docs/vteh.mdx'])).toEqual({
		status: 2,
		output: expect.stringMatching(/^There is no content\/docs\/vteh\.mdx to check: [^\n]*\n$/),
	});
});

test('--fix ends if a fixed spelling is wrong again', async () => {
	await change('content/terms.json', (text) => text.replace('"en": {', '"en": { "veth": "a veth",'));
	await change(page, (text) => text);
	const { status, output } = await check([page, '--fix']);
	expect(status).toBe(1);
	expect(output).toContain('“veth” is spelled a veth here');
});

test('a mistake in the code is reported in the same way', { timeout: 180_000 }, async () => {
	await change('src/site/chapters.ts', (text) => `${text}\nexport const wrong: number = 'text';\n`);
	const { status, output } = await check(['src/site/chapters.ts']);
	expect(status).toBe(1);
	expect(output).toMatch(
		/^src\/site\/chapters\.ts:\d+: Type 'string' is not assignable to type 'number'\. \(TS2322\)$/m,
	);
});

test('a missing ShellCheck is reported, and is an error in CI', async () => {
	// As a user who cannot install packages, with an empty PATH.
	const script =
		"process.getuid = () => 1000; process.argv.push('check', '--pages'); import('./src/commands/check.ts')";
	const run = (env: NodeJS.ProcessEnv) =>
		new Promise<{ status: number; output: string }>((resolve) => {
			const options = { cwd: copy, env: { PATH: join(copy, 'node_modules/.bin'), ...env } };
			execFile(process.execPath, ['-e', script], options, (error, stdout, stderr) =>
				resolve({ status: Number(error?.code ?? 0), output: stdout + stderr }),
			);
		});
	const sentence = expect.stringContaining('ShellCheck is not installed');
	expect(await run({})).toEqual({ status: 0, output: sentence });
	expect(await run({ CI: 'true' })).toEqual({ status: 1, output: sentence });
});
