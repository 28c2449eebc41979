// A new author follows the guide to the letter, in a copy of the project like a fresh clone.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MetaOptions } from 'astro-expressive-code';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPageSource } from '../../src/snippets/fences.ts';
import { fenceOptions } from '../../src/snippets/meta.ts';
import { root } from '../../src/system/setup.mjs';
import { copyProject, terminalEnv } from '../setup/copy.ts';

const guides = { English: 'content/docs/guide.mdx', Korean: 'content/docs/ko/guide.mdx' };
let copy: string;

beforeAll(async () => {
	copy = await copyProject();
}, 120_000);

afterAll(() => rm(copy, { recursive: true }));

async function guide(language: keyof typeof guides): Promise<string> {
	return readFile(join(root, guides[language]), 'utf8');
}

/** The commands that the guide tells an author to type, in order. */
async function commands(language: keyof typeof guides): Promise<string[]> {
	const { fences } = readPageSource(await guide(language), 'mdx');
	return fences.filter(({ language: name }) => name === 'sh').flatMap(({ code }) => code.split('\n'));
}

/** Runs a command. @throws Error with its output, when it fails. */
function type(command: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const options = { cwd: copy, env: terminalEnv(), maxBuffer: 2 ** 26 };
		execFile('sh', ['-c', command], options, (error, stdout, stderr) =>
			error ? reject(new Error(`${command} failed:\n${stdout}${stderr}`)) : resolve(),
		);
	});
}

/** Starts `npm run dev`, reads a page from it in both languages, and stops it. */
async function servedByDev(page: string): Promise<string[]> {
	// Only the port differs from the guide: the default one may be taken where the tests run.
	const child = spawn('npm', ['run', 'dev', '--', '--no-open', '--port', '0'], {
		cwd: copy,
		env: terminalEnv(),
		detached: true,
	});
	try {
		let said = '';
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
		await expect.poll(() => said, { timeout: 60_000 }).toMatch(/^ready (\S+)$/m);
		const link = /^ready (\S+)$/m.exec(said)?.[1] ?? '';
		const read = async (path: string) => (await fetch(new URL(path, link))).text();
		return [await read(`/${page}/`), await read(`/ko/${page}/`)];
	} finally {
		process.kill(-(child.pid ?? 0), 'SIGINT');
		await once(child, 'exit');
	}
}

test('the commands of the guide, one after the other, lead to a page that is proven', {
	timeout: 300_000,
}, async () => {
	const typed = await commands('English');
	expect(typed[0]).toBe('npm run new -- my-topic');
	for (const command of typed) {
		if (command === 'npm run dev') {
			for (const html of await servedByDev('my-topic')) expect(html).toContain('data-snippet="my-topic#mt-1"');
		} else await type(command);
	}
	expect(typed.some((command) => command.startsWith('npm run check'))).toBe(true);
	const recordings = await readdir(join(copy, 'content/docs/my-topic.recordings'));
	expect(recordings.toSorted()).toEqual(['mt-1.cast', 'mt-s.cast']);
	const kept = () =>
		Promise.all(recordings.map((name) => readFile(join(copy, 'content/docs/my-topic.recordings', name))));
	const before = await kept();
	await type('npm run record -- my-topic');
	expect(await kept(), 'what has not changed is recorded as it was').toEqual(before);
	await expect(type('npm run new -- my-topic')).rejects.toThrow('The name my-topic is taken');
});

test('a page in plain .md does as well', { timeout: 120_000 }, async () => {
	await type('npm run new -- plain-topic');
	for (const path of ['content/docs/plain-topic', 'content/docs/ko/plain-topic'])
		await rename(join(copy, `${path}.mdx`), join(copy, `${path}.md`));
	await type('npm run check -- content/docs/plain-topic.md content/docs/ko/plain-topic.md');
	await type('npm run record -- plain-topic --check');
	for (const html of await servedByDev('plain-topic')) expect(html).toContain('data-snippet="plain-topic#pt-1"');
});

describe.each(['English', 'Korean'] as const)('the guide in %s', (language) => {
	test('shows the source of each example right before the example itself', async () => {
		const source = await guide(language);
		const examples = [...source.matchAll(/^````md\n(.*?)\n````\n\n/gms)];
		expect(examples.length).toBeGreaterThan(9);
		for (const { index, 0: shown, 1: code = '' } of examples) {
			expect(source.slice(index + shown.length, index + shown.length + code.length)).toBe(code);
		}
	});

	test('shows every option of a fence live', async () => {
		const { fences } = readPageSource(await guide(language), 'mdx');
		const live = fences.filter(({ language: name }) => name === 'bash').map(({ meta }) => new MetaOptions(meta));
		const { flags, values, looks, kinds } = fenceOptions;
		for (const option of [...flags, ...values, ...looks]) {
			expect(
				live.some((meta) => meta.list(option).length > 0),
				option,
			).toBe(true);
		}
		// A fence without a kind is a block of the kind `run`.
		for (const kind of kinds.filter((each) => each !== 'run')) {
			expect(
				live.some((meta) => meta.getString('kind') === kind),
				kind,
			).toBe(true);
		}
		expect(new Set(live.map((meta) => meta.getString('exit')))).toEqual(new Set([undefined, '1', 'any']));
		for (const companion of ['expect', 'holds', 'type', 'hint']) {
			expect(
				fences.some(({ language: name }) => name === companion),
				companion,
			).toBe(true);
		}
	});

	test('speaks of what stands around the fences', async () => {
		const source = await guide(language);
		for (const part of ['\nprelude: |', '\n!', 'data-after="', 'data-engine="', ':::tip[', '<Baskets />', '![']) {
			expect(source).toContain(part);
		}
	});

	test('has the same commands as in the other language', async () => {
		expect(await commands(language)).toEqual(await commands('English'));
	});
});
