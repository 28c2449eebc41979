// T26, T27, T28 and T30: a program's output is data. A real lab prints it into a real browser, whose page must not be changed by it.
import { stripVTControlCharacters } from 'node:util';
import type { Browser, BrowserContext, Page as BrowserPage } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Page } from '../companion/page.ts';
import { block, launchBrowser } from '../e2e/product.ts';
import { type Companion, startTarget } from './target.ts';

const BLOCK = 'lab#lab-1';
let companion: Companion;
let browser: Browser;
/** The browser context of one reader, for all tests. */
let context: BrowserContext;
let bearer: string;
let page: BrowserPage;
/** The reader's other tab; the tests use it to print what no block prints. */
let tab: Page;
/** What the page did although no output may cause it. */
let done: string[];

beforeAll(async () => {
	companion = await startTarget();
	browser = await launchBrowser();
	context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
	const first = await context.newPage();
	await first.goto(`${companion.origin}/lab/#code=${companion.code()}`);
	await first.locator('lab-status[data-state=none]').first().waitFor({ state: 'attached' });
	bearer = (await first.evaluate(() => localStorage.getItem('underbridge.bearer'))) ?? '';
	await first.close();
});
afterAll(async () => {
	await browser?.close();
	await companion?.close();
});

beforeEach(async () => {
	page = await context.newPage();
	done = [];
	page.on('dialog', (dialog) => void dialog.dismiss().then(() => done.push(`asked ${dialog.message()}`)));
	page.on('popup', (popup) => done.push(`opened ${popup.url()}`));
	page.on('download', (file) => done.push(`downloaded ${file.url()}`));
	page.on('response', (answer) => answer.url().startsWith(companion.origin) || done.push(`asked for ${answer.url()}`));
	page.on('pageerror', (error) => done.push(`threw ${error.message}`));
	await page.goto(`${companion.origin}/lab/`);
	await page.locator('lab-status:is([data-state=none], [data-state=ready])').first().waitFor({ state: 'attached' });
	await page.evaluate(() => navigator.clipboard.writeText('mine'));
	tab = await Page.open(companion.origin, bearer, 'lab');
});
afterEach(async () => {
	const after = await page.evaluate(async () => ({
		title: document.title,
		path: location.pathname,
		clipboard: await navigator.clipboard.readText(),
		owned: 'owned' in window,
		strangers: document.querySelectorAll('iframe, object, embed, base, form[action], [onerror], [onload]').length,
	}));
	expect(after).toMatchObject({ path: '/lab/', clipboard: 'mine', owned: false, strangers: 0 });
	expect(after.title).not.toContain('owned');
	expect(done).toEqual([]);
	await tab.close();
	await page.close();
});

/** Prints with a block of the page, and waits until the page shows the output as text. */
async function print(code: string): Promise<string> {
	const { output } = block(page, BLOCK);
	// The output of an earlier run must not be mistaken for this one's.
	if (tab.run(BLOCK)) await output.locator('pre').waitFor({ state: 'attached' });
	await output.locator('pre').evaluateAll((earlier) => {
		for (const pre of earlier) pre.setAttribute('data-earlier', '');
	});
	const run = await tab.runToEnd(BLOCK, code);
	const shown = output.locator('pre:not([data-earlier])');
	await shown.waitFor();
	await page.locator(`run-snippet[data-snippet="${BLOCK}"][data-state=${run.phase}]`).waitFor({ state: 'attached' });
	return (await shown.textContent()) ?? '';
}

const markup = [
	'<img src=x onerror="window.owned=1">',
	'</pre></div><script>window.owned=1</script>',
	'<svg onload=window.owned=1>',
	'<iframe srcdoc="<script>parent.owned=1</script>"></iframe>',
	'<a href="javascript:window.owned=1">click</a>',
	'<base href="http://evil.example/"><style>*{display:none}</style>',
	`{{constructor.constructor("window.owned=1")()}} \${window.owned=1} <% owned %>`,
	'&lt;script&gt;window.owned=1&lt;/script&gt;',
];
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

describe('T26 markup', () => {
	test('on both outputs, in file names, in names for Docker, in errors', async () => {
		const lines = markup.map((text) => `echo ${quoted(text)}; echo ${quoted(text)} >&2`);
		const names = markup.map((text) => quoted(text.replaceAll('/', '⁄')));
		const code = `${lines.join('\n')}\ncd /tmp; touch -- ${names.join(' ')}; ls; rm -- ${names.join(' ')}; cd
			docker run --name ${quoted(markup[0] ?? '')} busybox; ls ${quoted(markup[1] ?? '')}; echo end`;
		const text = await print(code);
		for (const line of markup) expect(text).toContain(line);
		expect(text).toContain('Invalid container name (<img');
		const tags = await block(page, BLOCK).output.evaluate((panel) =>
			[...panel.querySelectorAll('*')].map(({ localName }) => localName),
		);
		expect(new Set(tags).difference(new Set(['pre', 'span']))).toEqual(new Set());
		await page.reload();
		await block(page, BLOCK).output.locator('pre').waitFor();
	});

	test('typed as a command, in the terminal and its history', async () => {
		await page.keyboard.press('Control+Backquote');
		await page.locator('.terminal-screen .xterm').first().waitFor();
		tab.send({ type: 'attach', shell: 'main', cols: 80, rows: 24 });
		await tab.until(() => tab.said.some((message) => message.type === 'shell' && message.shell.open));
		for (const text of markup) tab.send({ type: 'type', shell: 'main', data: `echo ${quoted(text)}\r` });
		const typed = () => tab.said.filter((message) => message.type === 'run' && message.run.phase === 'passed').length;
		await tab.until(() => typed() >= markup.length);
		await page.getByRole('button', { name: 'History' }).click();
		await expect.poll(() => page.locator('.terminal-history code').count()).toBeGreaterThanOrEqual(markup.length);
		const tags = await page
			.locator('.terminal-history')
			.evaluate((list) => [...list.querySelectorAll('*')].map(({ localName }) => localName));
		expect(new Set(tags).intersection(new Set(['img', 'script', 'svg', 'iframe', 'a', 'base', 'style']))).toEqual(
			new Set(),
		);
	});

	test.each(['/lab/', '/ko/docker0/', '/', '/nowhere/'])(
		'injected into %s: the browser refuses to run it',
		async (path) => {
			await page.goto(companion.origin + path);
			const refused = await page.evaluate(async () => {
				const violations: string[] = [];
				document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
					violations.push(effectiveDirective),
				);
				const add = (tag: string, attributes: Record<string, string>, text = '') => {
					const made = document.createElement(tag);
					for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
					made.textContent = text;
					document.body.append(made);
					return made;
				};
				const own = 'window.owned = 1';
				add('script', {}, own);
				add('script', { type: 'module' }, own);
				add('script', { src: 'http://evil.example/x.js' });
				add('script', { src: `data:text/javascript,${own}` });
				add('img', { src: 'x', onerror: own });
				add('object', { data: 'data:text/html,x' });
				add('base', { href: 'http://evil.example/' });
				add('a', { href: `javascript:${own}` }).click();
				add('iframe', { src: 'http://evil.example/' });
				add('link', { rel: 'stylesheet', href: 'http://evil.example/x.css' });
				fetch('http://evil.example/').catch(() => {});
				new Image().src = 'http://evil.example/x.png';
				const form = add('form', { action: 'http://evil.example/', method: 'post' }) as HTMLFormElement;
				form.submit();
				// Delayed, so that it counts as the page's own action and not the debugger's.
				await new Promise((resolve) => setTimeout(resolve, 300));
				const evaluated = await new Promise((resolve) => {
					setTimeout(() => {
						try {
							resolve(Function('return 1')());
						} catch {
							resolve('refused');
						}
					});
				});
				const owned = 'owned' in window;
				document.querySelectorAll('body > :is(script, img, object, base, iframe, link, form)').forEach((made) => {
					made.remove();
				});
				return { violations, owned, evaluated };
			});
			expect(refused.owned).toBe(false);
			expect(refused.evaluated).toBe('refused');
			for (const directive of [
				'script-src-elem',
				'script-src-attr',
				'object-src',
				'base-uri',
				'frame-src',
				'connect-src',
				'img-src',
				'form-action',
				'style-src-elem',
			])
				expect(refused.violations).toContain(directive);
			await page.goto(`${companion.origin}/lab/`);
			done = done.filter((what) => !what.startsWith('threw'));
		},
	);
});

describe('T27 commands to the terminal', () => {
	test('links to anywhere, the clipboard, the title, the window', async () => {
		const link = (address: string) => `\\e]8;;${address}\\e\\\\${address}\\e]8;;\\e\\\\\\n`;
		const commands = [
			...[
				'javascript:window.owned=1',
				'data:text/html,<script>1</script>',
				'file:///etc/passwd',
				'https://evil.example/',
			].map(link),
			...['c', 'p', 's', ''].map((selection) => `\\e]52;${selection};b3duZWQ=\\a\\e]52;${selection};?\\a`),
			...[0, 1, 2].map((kind) => `\\e]${kind};owned\\a`),
			'\\e[22;0t\\e[23;0t\\e[21t\\e[20t\\e[8;2;2t\\e[3;0;0t\\e[9;1t\\e[5t',
			'\\e]4;1;#000000\\a\\e]10;#ffffff\\a\\e]11;#ffffff\\a\\e]1337;File=inline=1:AAAA\\a\\e]777;notify;owned;owned\\a\\e]9;owned\\a',
			'\\eP1;1|17/6f776e6564\\e\\\\\\e_owned\\e\\\\\\e^owned\\e\\\\',
		];
		tab.send({
			type: 'run-edited',
			snippet: BLOCK,
			code: `printf ${quoted(commands.join(''))}; echo end; sleep 50`,
			cols: 80,
			rows: 24,
		});
		// A terminal draws only while it is in view.
		const screen = block(page, BLOCK).output.locator('.xterm-rows');
		const shown = async () => {
			await screen.scrollIntoViewIfNeeded();
			return screen.textContent();
		};
		await expect.poll(shown, { timeout: 10_000 }).toMatch(/end\s*$/);
		for (const text of ['javascript:', 'data:text', 'file:///', 'https://evil']) {
			// The page may still be making room for it.
			const click = () => screen.getByText(text).first().click({ force: true, timeout: 1000 });
			await vi.waitFor(click, { timeout: 10_000 });
		}
		tab.send({ type: 'stop', run: tab.run(BLOCK)?.id ?? '' });
		await tab.end(BLOCK);
		const text = block(page, BLOCK).output.locator('pre');
		await text.waitFor();
		expect(await text.locator('a').count()).toBe(0);
		expect(await text.textContent()).toContain('javascript:window.owned=1');
	});

	test('links in the terminal: to another scheme they do nothing, to the web they ask first', async () => {
		await page.keyboard.press('Control+Backquote');
		const screen = page.locator('.terminal-screen .xterm-rows').first();
		await screen.waitFor();
		const links = [
			['first', 'javascript:window.owned=1'],
			['second', 'file:///etc/passwd'],
			['third', 'https://evil.example/'],
		];
		const text = links.map(([name, address]) => `\\e]8;;${address}\\e\\\\${name}\\e]8;;\\e\\\\\\n`).join('');
		await print(`clear; printf ${quoted(text)}`);
		for (const [name = '', address = ''] of links) {
			const row = screen.locator('div', { hasText: new RegExp(`^${name}`) }).first();
			await row.waitFor();
			const { x, y } = (await row.boundingBox()) ?? { x: 0, y: 0 };
			await page.mouse.move(x + 10, y + 5);
			if (address.startsWith('https')) await page.locator('.terminal-screen .xterm-cursor-pointer').waitFor();
			else await page.waitForTimeout(500);
			await page.mouse.click(x + 10, y + 5);
			expect(await page.locator('.lab-dialog').count(), address).toBe(address.startsWith('https') ? 1 : 0);
		}
		await page.locator('.lab-dialog').getByText('https://evil.example/').waitFor();
		await page.keyboard.press('Escape');
	});

	test('a link whose address reads like another one: it is asked about as the browser spells it', async () => {
		await page.keyboard.press('Control+Backquote');
		const screen = page.locator('.terminal-screen .xterm-rows').first();
		await screen.waitFor();
		await print("clear; printf '\\e]8;;https://b\u0430nk.evil.example/\u202emoc.knab\\e\\\\first\\e]8;;\\e\\\\\\n'");
		const row = screen.locator('div', { hasText: /^first/ }).first();
		await row.waitFor();
		const { x, y } = (await row.boundingBox()) ?? { x: 0, y: 0 };
		await page.mouse.move(x + 10, y + 5);
		await page.locator('.terminal-screen .xterm-cursor-pointer').waitFor();
		await page.mouse.click(x + 10, y + 5);
		const asked = await page.locator('.lab-dialog code').textContent();
		expect(asked).toBe('https://xn--bnk-6cd.evil.example/%E2%80%AEmoc.knab');
		await page.keyboard.press('Escape');
	});

	/** Sends queries, and last a status query, which a terminal answers with `\e[0n`; prints all replies. */
	const ask = (question: string) =>
		`stty -echo raw; printf ${quoted(`${question}\\e[5n`)}; read -r -d n answer; stty sane; printf 'answer: %q\\n' "$answer"`;
	const questions: Record<string, [question: string, answer: RegExp]> = {
		'what it is': ['\\e[c', /^\\E\[\?[\d;]+c$/],
		'where the cursor is': ['owned\\e[6n', /^\\E\[\d+;\d+R$/],
		'its title': ['\\e]2;owned\\a\\e[21t', /^$/],
		'its icon’s title': ['\\e]1;owned\\a\\e[20t', /^$/],
		'its sizes': ['\\e[14t\\e[16t\\e[18t\\e[19t\\e[11t\\e[13t', /^$/],
		'its colours': ['\\e]10;?\\a\\e]11;?\\a\\e]4;1;?\\a', /^$/],
		'its clipboard': ['\\e]52;c;?\\a', /^$/],
		'what is on its screen': ['owned\\e[1;1;1;1;5;5*y', /^$/],
		'its answer-back': ['\\005', /^$/],
		'its name and abilities': ['\\e[>q\\eP+q544e\\e\\\\\\e[x\\e[?u', /^$/],
		'a setting of the asker’s choice': ['\\eP$qowned;id\\e\\\\\\eP$qm\\e\\\\', /^$/],
	};

	test.each(Object.entries(questions))(
		'asked for %s, it tells nothing that a program chose',
		async (_name, [question, expected]) => {
			const [, told] = /answer: \$'(.*)\\E\[0'$/.exec(await print(ask(question))) ?? [];
			expect(told).toMatch(expected);
		},
	);

	test('asked by a program that reads no answer, it types nothing at the next prompt', async () => {
		tab.send({ type: 'attach', shell: 'main', cols: 80, rows: 24 });
		await tab.until(() => tab.said.some((message) => message.type === 'shell' && message.shell.open));
		await print(
			`printf ${quoted(
				`asked${Object.values(questions)
					.map(([question]) => question)
					.join('')}`,
			)}; sleep 1`,
		);
		const channel = tab.said.flatMap((message) => (message.type === 'shell' ? message.shell.channel : [])).at(-1) ?? 0;
		await expect.poll(() => stripVTControlCharacters(tab.text(channel))).toMatch(/root@lab:~# $/);
		expect(await print('echo next')).toBe('next');
	});

	test('questions in output that is shown again: they were answered long ago', async () => {
		await print(
			"printf 'asked \\e[c\\e[6n\\e[>c\\eP$qm\\e\\\\'; stty -echo raw; timeout --foreground 1 dd bs=200 count=1 >/dev/null 2>&1; stty sane",
		);
		const sent: string[] = [];
		page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(String(payload))));
		await page.reload();
		await block(page, BLOCK).output.locator('pre').waitFor();
		await expect.poll(() => sent.some((text) => text.includes('"seen"'))).toBe(true);
		expect(sent.filter((text) => /"type":"(input|type)"/.test(text))).toEqual([]);
		expect(await print('echo next')).toBe('next');
	});
});

describe('T28 text that is hard to show', () => {
	test('turned in direction, split, broken, without end', { timeout: 60_000 }, async () => {
		const text = await print(
			[
				"printf 'a\\u202eb\\u2066c\\u2069\\n'",
				"printf '\\xed\\x95'; sleep 0.2; printf '\\x9c\\n'",
				"printf '\\xff\\xfe\\xc0\\xaf\\xed\\xa0\\x80\\n'",
				'perl -e \'print "e", "\\xcc\\x81" x 200000, "\\n"\'',
				"head -c 10000000 /dev/zero | tr '\\0' x; echo; echo end",
			].join('\n'),
		);
		expect(text.endsWith('end')).toBe(true);
		expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
		expect(text.length).toBeLessThan(2e6);
		// The page still answers its reader.
		await block(page, BLOCK).run.click();
		expect(await block(page, BLOCK).end()).toBe('passed');
	});

	test('beginning with these, whole', async () => {
		expect(await print("printf 'a\\u202eb\\n'; printf '\\xed\\x95'; sleep 0.2; printf '\\x9c\\n'")).toBe('ab\n한');
	});
});

test('T30 output without end: a page that reads nothing costs the companion little', async ({ annotate }) => {
	tab.reading = false;
	await page.goto(`${companion.origin}/course/`);
	tab.send({ type: 'run-edited', snippet: BLOCK, code: 'yes', cols: 80, rows: 24 });
	await tab.until(() => tab.run(BLOCK)?.phase === 'running');
	await new Promise((resolve) => setTimeout(resolve, 1000));
	const before = process.memoryUsage().rss;
	await new Promise((resolve) => setTimeout(resolve, 3000));
	const grown = (process.memoryUsage().rss - before) / 2 ** 20;
	await annotate(`${Math.max(0, grown).toFixed(0)} MiB more in 3 s`);
	expect(grown).toBeLessThan(32);
	tab.send({ type: 'stop', run: tab.run(BLOCK)?.id ?? '' });
	expect((await tab.end(BLOCK)).phase).toBe('stopped');
	await page.goto(`${companion.origin}/lab/`);
});
