// The site below a host's root, as on GitHub Pages: every link works, and the pages work as they do at a root.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyProject, terminalEnv } from '../setup/copy.ts';
import { block, launchBrowser } from './product.ts';
import { type StaticHost, serveStatic } from './static-host.ts';

const run = promisify(execFile);
const base = '/underbridge/';
let copy: string;
let host: StaticHost;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	copy = await copyProject();
	await npm('run', 'build', '--', '--base', base, '--site', 'https://user.github.io');
	host = await serveStatic(join(copy, 'dist'), base);
	browser = await launchBrowser();
	page = await browser.newPage();
}, 300_000);

afterAll(async () => {
	await browser?.close();
	await host?.close();
	await rm(copy, { recursive: true });
});

function npm(...args: string[]): Promise<{ stdout: string }> {
	return run('npm', args, { cwd: copy, env: terminalEnv(), maxBuffer: 2 ** 26 });
}

async function visit(path: string): Promise<void> {
	await page.goto(host.origin + base + path);
	await page.locator('lab-status[data-state=reading]').first().waitFor({ state: 'attached' });
}

test('every link, picture and script of every page is there', async () => {
	await visit('');
	const { pages, dead } = await page.evaluate(async (start) => {
		const known = new Map<string, Promise<number>>();
		const dead: string[] = [];
		const waiting = [start, `${start}ko/`];
		const pages = new Set(waiting);
		const status = (url: string) => {
			const asked = known.get(url) ?? fetch(url).then((answer) => answer.status);
			known.set(url, asked);
			return asked;
		};
		for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
			const html = new DOMParser().parseFromString(await (await fetch(address)).text(), 'text/html');
			for (const element of html.querySelectorAll('[href], [src], select option[value]')) {
				const to = element.getAttribute('href') ?? element.getAttribute('src') ?? element.getAttribute('value') ?? '';
				const url = new URL(to, address);
				// The theme's menu is also a select, but its values are no paths.
				if (url.origin !== location.origin || (element.matches('option') && !to.startsWith('/'))) continue;
				url.hash = '';
				if ((await status(url.href)) !== 200) dead.push(`${address} → ${to}`);
				else if (element.matches('a') && !pages.has(url.href)) {
					pages.add(url.href);
					waiting.push(url.href);
				}
			}
		}
		return { pages: pages.size, dead };
	}, host.origin + base);
	expect(dead).toEqual([]);
	expect(pages).toBeGreaterThan(40);
	expect(host.asked.filter((path) => !path.startsWith(base))).toEqual([]);
});

test('Run plays the recording, and the note leads to the lab', async () => {
	await visit('docker0/');
	const { element, output, run: button } = block(page, 'docker0#d0-2');
	await button.click();
	await output.locator('pre').waitFor();
	expect(await element.getAttribute('data-state')).toBe('recorded');
	await element.locator('.run-notes a').click();
	await page.waitForURL(`${host.origin}${base}lab/`);
});

test('the chapters stand in their order, and the other language is one choice away', async () => {
	for (const path of ['docker0/', 'ko/docker0/']) {
		await visit(path);
		expect(await page.locator('.sidebar-content a[data-chapter]').first().getAttribute('data-chapter')).toBe('00');
	}
	await visit('docker0/');
	await page.locator('starlight-lang-select select').first().selectOption({ label: '한국어' });
	await page.waitForURL(`${host.origin}${base}ko/docker0/`);
	await page.locator('a[href$="/ko/docker0/"][aria-current=page]').first().waitFor({ state: 'attached' });
});

test('an answer opens when the recording of its block has played', async () => {
	await visit('why/');
	const answer = page.locator('details[data-after=why-3]');
	expect(await answer.getAttribute('open')).toBeNull();
	await block(page, 'why#why-3').run.click();
	await expect.poll(() => answer.getAttribute('open'), { timeout: 30_000 }).not.toBeNull();
});

test('search finds, and leads to, a page', async () => {
	await visit('');
	await page.locator('button[data-open-modal]').click();
	await page.locator('.pagefind-ui__search-input').fill('masquerade');
	const result = page.locator('.pagefind-ui__result-link').first();
	await result.waitFor();
	await result.click();
	await page.waitForURL(`${host.origin}${base}**`);
	expect(host.missed).toEqual([]);
});

test('what is not there is told on a page that leads back', async () => {
	const answer = await page.goto(`${host.origin}${base}no/such/page`);
	expect(answer?.status()).toBe(404);
	await page.getByRole('link', { name: 'start' }).click();
	await page.waitForURL(host.origin + base);
});

test('a host that leaves out what begins with an underscore, as Jekyll does, is told not to', () => {
	expect(existsSync(join(copy, 'dist/.nojekyll'))).toBe(true);
	expect(existsSync(join(copy, 'dist/_astro'))).toBe(true);
});

test('it is not what npm start serves, which lies at the root', async () => {
	const fresh = (place: string) =>
		run(
			process.execPath,
			['-e', `import('./src/system/build-site.ts').then((m) => console.log(m.siteIsFresh(${place})))`],
			{
				cwd: copy,
			},
		);
	expect((await fresh('')).stdout).toBe('false\n');
	expect((await fresh(`{ base: '${base}', site: 'https://user.github.io' }`)).stdout).toBe('true\n');
});

test.each([
	[['--base', 'under bridge'], '--base needs a path such as /underbridge/, not "under bridge"'],
	[['--site', 'user.github.io'], '--site needs an address such as https://user.github.io, not "user.github.io"'],
])('%j is refused in one sentence', async (options, clause) => {
	const told = await npm('run', '--silent', 'build', '--', ...options).catch((error) => error);
	expect(told.code).toBe(2);
	expect(told.stderr).toBe(`Wrong option: ${clause}; see npm run build -- --help.\n`);
});
