// `npm run dev` as authors use it: one process, live labs, pages that follow their files, and mistakes on the page itself.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from 'vitest';
import { connect } from '../../src/lab/docker/engine/address.ts';
import { block, launchBrowser } from '../e2e/product.ts';
import { copyProject, terminalEnv } from '../setup/copy.ts';
import { companionOf, thingsOf } from '../setup/things.ts';

const docker = connect({ url: inject('engineUrl') });
let copy: string;
let child: ChildProcess;
let said = '';
let browser: Browser;
let page: Page;
let origin: URL;

beforeAll(async () => {
	copy = await copyProject();
	child = spawn(process.execPath, ['scripts/dev.mjs', '--port', '0', '--no-open'], {
		cwd: copy,
		env: terminalEnv(),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += chunk));
	await vi.waitFor(() => expect(said).toMatch(/^ready (\S+)$/m), { timeout: 60_000 });
	origin = new URL(/^ready (\S+)$/m.exec(said)?.[1] ?? '');
	browser = await launchBrowser();
	page = await browser.newPage();
	// The latest link, because each works only once.
	await visit(() => [...said.matchAll(/(?:^ready|for another browser:) (\S+)$/gm)].at(-1)?.[1] ?? '');
	await visit(() => new URL('/lab/', origin).href);
}, 180_000);

afterAll(async () => {
	await browser?.close();
	if (child.exitCode === null) {
		child.kill('SIGTERM');
		await once(child, 'exit');
	}
	await rm(copy, { recursive: true });
}, 60_000);

/**
 * Loads a page, again if needed, until it is complete and Vite is connected. Chromium aborts requests when a network interface
 * appears or vanishes, as starting labs cause, and Vite's client does not retry.
 */
async function visit(address: () => string): Promise<void> {
	for (let attempt = 1; attempt <= 5; attempt++) {
		const follows = page.waitForEvent('console', {
			predicate: (line) => /vite.*\bconnected/.test(line.text()),
			timeout: 15_000,
		});
		const there = page.locator('lab-status:is([data-state=none],[data-state=ready])').first();
		const arrival = page.goto(address()).then(() => there.waitFor({ state: 'attached', timeout: 15_000 }));
		const [followed, arrived] = await Promise.allSettled([follows, arrival]);
		if (followed.status === 'fulfilled' && arrived.status === 'fulfilled') return;
	}
	throw new Error(`the page does not load:\n${said}`);
}

/** Changes a page as an editor does, until the test ends or the change is undone. */
async function edit(change: (source: string) => string): Promise<() => Promise<void>> {
	const file = join(copy, 'content/docs/lab.mdx');
	const source = await readFile(file, 'utf8');
	const undo = () => writeFile(file, source);
	onTestFinished(undo);
	await writeFile(file, change(source));
	return undo;
}

/** The HTTP status of a request for another host, or from another page. */
function status(path: string, headers: Record<string, string>): Promise<number> {
	return new Promise((resolve, reject) => {
		const sent = request({ port: origin.port, host: '127.0.0.1', path, headers, setHost: !headers.host, agent: false });
		sent.on('response', (response) => resolve(response.resume().statusCode ?? 0));
		sent.on('upgrade', (_, socket) => {
			socket.destroy();
			resolve(101);
		});
		sent.on('error', reject);
		sent.end();
	});
}

test('blocks run in a live lab', async () => {
	expect(await block(page, 'lab#lab-1').runToEnd()).toBe('passed');
});

test('the recorded output is shown beside the live one', async () => {
	await visit(() => new URL('/docker0/', origin).href);
	const own = block(page, 'docker0#d0-2');
	expect(await own.runToEnd()).toBe('passed');
	await own.element.locator('.run-expectation summary').click();
	await own.element.getByRole('button', { name: 'Beside the recorded output' }).click();
	await own.element.locator('.run-column pre').first().waitFor();
	expect(await own.element.locator('.run-comparison').textContent()).toContain('Every line is the same');
	await visit(() => new URL('/lab/', origin).href);
});

test('a saved change is on the page, and runs', async () => {
	const undo = await edit((source) => source.replace(/(```bash id=lab-1[^\n]*\n)/, '$1echo edited just now\n'));
	await page.getByText('edited just now').first().waitFor();
	const { run, output } = block(page, 'lab#lab-1');
	const printed = async () => {
		await run.click({ timeout: 2000 }).catch(() => {}); // while it runs, there is no Run to click
		return output.textContent();
	};
	await expect.poll(printed, { timeout: 30_000, interval: 1000 }).toMatch(/^edited just now/);
	await undo();
	await page.getByText('echo edited just now').waitFor({ state: 'detached' });
});

test('a mistake is on the page and in the terminal with file, line and remedy, until it is fixed', async () => {
	const undo = await edit((source) =>
		source.replace(/(```bash id=lab-1)(.*\n)/, '$1 timeout=soon ""$2if true; then echo\n'),
	);
	const box = page.locator('#page-mistakes');
	await box.getByText('timeout="soon" is not a whole number from 1 to 3600.').waitFor();
	await box.getByText('the empty marker "" marks nothing: remove it.').waitFor();
	await box.getByText('(ShellCheck SC').first().waitFor();
	expect(await box.textContent()).toMatch(/^content\/docs\/lab\.mdx:\d+ /m);
	// Terminal and page get it by different ways.
	await expect
		.poll(() => said)
		.toMatch(/^content\/docs\/lab\.mdx:\d+: timeout="soon" is not a whole number from 1 to 3600\.$/m);
	await undo();
	await box.waitFor({ state: 'detached' });
	await expect.poll(() => said).toMatch(/^all mistakes in the pages are mended$/m);
});

test('it goes on after a page that cannot be parsed', async () => {
	const undo = await edit((source) => `${source}\n<details>\n`);
	await expect
		.poll(() => said, { timeout: 20_000 })
		.toMatch(/^content\/docs\/lab\.mdx:\d+: Expected a closing tag for `<details>`/m);
	expect(await (await fetch(new URL('/docker0/', origin))).text()).toContain('run-snippet');
	const told = page.locator('html[data-broken] #page-mistakes');
	await told.getByText('Expected a closing tag').waitFor();
	expect(await told.textContent()).toMatch(/content\/docs\/lab\.mdx:\d+/);
	await undo();
	await page.locator('lab-status[data-state=ready]').first().waitFor({ state: 'attached' });
	expect(await block(page, 'lab#lab-1').runToEnd()).toBe('passed');
});

test.each([
	[
		'a figure that is not there',
		"import X from './X.astro';\n\n<X />\n",
		'./X.astro does not exist, seen from content/docs.',
	],
	['an import that is none', "import X form './X.astro';\n", 'this is no import: Expected `from`'],
	['an image beside the page that is not there', '![x](./x.png)\n', 'the image ./x.png is not there'],
	['braces that are a program', 'The {name} of it.\n', '{name} is a program in .mdx'],
])('%s is told in place of the page, which comes back by itself', async (_, text, sentence) => {
	const undo = await edit((source) => `${source}\n${text}`);
	await page.locator('html[data-broken] #page-mistakes').getByText(sentence).waitFor();
	await undo();
	await page.locator('run-snippet').first().waitFor();
});

test('only its own pages are let in, as with npm start', async () => {
	const own = origin.host;
	const socket = {
		connection: 'upgrade',
		upgrade: 'websocket',
		'sec-websocket-version': '13',
		'sec-websocket-key': 'eA==',
	};
	expect(await status('/api/session', { host: 'rebound.example' })).toBe(421);
	expect(await status('/api/session', { host: own, origin: 'http://other.example' })).toBe(403);
	expect(await status('/api/socket', { ...socket, host: own, origin: 'http://other.example' })).toBe(403);
	expect(await status('/docker0/', { host: 'rebound.example' })).toBe(403);
	expect(await status('/docker0/', { host: own })).toBe(200);
});

/** Runs a command without any inotify instances. Not every machine allows that. */
const unwatched = ['-U', '-r', 'sh', '-c', 'echo 0 > /proc/sys/user/max_inotify_instances && exec "$@"', 'sh'];

test.skipIf(spawnSync('unshare', [...unwatched, 'true']).status !== 0)(
	'without inotify instances, saved changes are still found',
	{ timeout: 120_000 },
	async () => {
		let told = '';
		const dev = ['scripts/dev.mjs', '--port', '0', '--no-open'];
		const other = spawn('unshare', [...unwatched, process.execPath, ...dev], { cwd: copy, env: terminalEnv() });
		for (const stream of [other.stdout, other.stderr]) stream.on('data', (chunk) => (told += chunk));
		try {
			await vi.waitFor(() => expect(told).toMatch(/^ready /m), { timeout: 60_000 });
			expect(told).toContain('the system has no watch on files left to give');
			await edit((source) => source.replace(/(```bash id=lab-1)/, '$1 zz'));
			await vi.waitFor(() => expect(told).toMatch(/^content\/docs\/lab\.mdx:\d+: zz is unknown/m), { timeout: 30_000 });
			expect(told).not.toContain('EMFILE');
		} finally {
			other.kill('SIGINT');
			await once(other, 'exit');
		}
	},
);

test('Ctrl-C ends it and its labs', { timeout: 60_000 }, async () => {
	const companion = companionOf(child);
	expect(await thingsOf(docker, companion)).not.toEqual([]);
	child.kill('SIGINT');
	const [code] = await once(child, 'exit');
	expect(code).toBe(0);
	expect(await thingsOf(docker, companion)).toEqual([]);
});
