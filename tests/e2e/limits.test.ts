// A page reports every limit in a sentence, in both languages. Memory, disk, time and output are in failures.test.ts, labs in
// status.test.ts; the CPU limit has no message.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { parseManifest } from '../../src/snippets/manifest.ts';
import { statusText, untilStatus, useCompanions } from './in-process.ts';
import { block } from './product.ts';
import { edit } from './reader.ts';
import { holdSockets, withSocket } from './sockets.ts';

const start = useCompanions();

const languages = [
	{
		prefix: '',
		idle: 'Lab: ended after a long pause',
		processes: /as many processes as it may.*The lab goes on/,
		blocks: 'Too many blocks are waiting. Stop one first.',
		pages: /^As many pages are open as one reader may have \(8\)/,
		long: 'Your version is longer than a block may be: 32,768 characters.',
		much: /^The connection was closed because too much was sent at once/,
		connections: /^The companion has as many connections as it may/,
		full: /as many open connections as it may/,
	},
	{
		prefix: '/ko',
		idle: '실습실: 오래 쓰지 않아 종료됨',
		processes: /프로세스가 한도까지 찼다.*실습실은 그대로다/,
		blocks: '기다리는 블록이 너무 많다. 먼저 하나를 중지한다.',
		pages: /^한 사람이 열 수 있는 페이지\(8개\)가 다 열려 있다/,
		long: '고쳐 쓴 블록이 너무 길다. 최대 32,768자다.',
		much: /^한꺼번에 너무 많이 보내 연결이 끊겼다/,
		connections: /^컴패니언의 연결이 한도에 이르렀다/,
		full: /열린 연결이 한도에 이르렀다/,
	},
];

describe.each(languages)('on $prefix/lab/', (words) => {
	test('a lab that nobody used for long has ended', async () => {
		const { open } = await start({ idle: 2000, mostLabs: 1 }, words.prefix);
		const page = await open();
		await block(page, 'lab#lab-1').runToEnd();
		await untilStatus(page, 'gone');
		expect(await statusText(page).textContent()).toBe(words.idle);
		expect(await block(page, 'lab#lab-1').runToEnd()).toBe('passed');
	});

	test('a lab has only so many processes', async () => {
		const { open } = await start({ mostLabs: 1 }, words.prefix);
		const page = await open();
		const one = block(page, 'lab#lab-1');
		await edit(one.element, "sh -c 'while sleep 50 & do :; done'");
		expect(await one.runToEnd()).toBe('failed');
		expect(await one.element.locator('.run-notes').textContent()).toMatch(words.processes);
		await edit(one.element, 'pkill sleep; echo on we go');
		expect(await one.runToEnd()).toBe('passed');
	});

	test('only so many blocks wait', async () => {
		const { open } = await start({ mostLabs: 1 }, words.prefix);
		const page = await open();
		await openOthers(page, 1);
		const { pages } = parseManifest(await readFile(join(inject('siteDir'), 'snippets.json'), 'utf8'));
		const runnable = pages.clinic?.snippets.filter(({ runnable, needs }) => runnable && needs.length === 0) ?? [];
		await page.evaluate(
			async (ids) => {
				const [other] = (globalThis as unknown as { others: WebSocket[] }).others as [WebSocket];
				let begun = 0;
				const all = new Promise<void>((resolve) => {
					other.onmessage = ({ data }) => {
						if (JSON.parse(data).run?.phase === 'starting' && ++begun === ids.length) resolve();
					};
				});
				// None must end before the page asks for another.
				const run = { type: 'run-edited', code: 'sleep 600', cols: 80, rows: 24 };
				for (const id of ids) other.send(JSON.stringify({ ...run, snippet: `clinic#${id}` }));
				await all;
			},
			runnable.slice(0, 20).map(({ id }) => id),
		);
		const one = block(page, 'lab#lab-1');
		await one.run.click();
		await expect.poll(() => one.status.textContent()).toBe(words.blocks);
	});

	test('a reader has only so many pages, and the next one connects when one is closed', async () => {
		const { open } = await start({ mostLabs: 1 }, words.prefix);
		const page = await open();
		await openOthers(page, 7);
		const ninth = await page.context().newPage();
		await ninth.goto(page.url());
		await untilLost(ninth, words.pages);
		await page.evaluate(() => (globalThis as unknown as { others: WebSocket[] }).others[0]?.close());
		await untilStatus(ninth, 'none');
	});

	test('a version of a block is only so long', async () => {
		const { open } = await start({ mostLabs: 1 }, words.prefix);
		const page = await open();
		const one = block(page, 'lab#lab-1');
		await edit(one.element, `true ${'x'.repeat(32_768)}`);
		await one.run.click();
		await expect.poll(() => one.status.textContent()).toBe(words.long);
		await edit(one.element, `true ${'한'.repeat(32_000)}`);
		expect(await one.runToEnd()).toBe('passed');
	});

	test('only so much is sent, and what was lost is told until it was read', async () => {
		const { open } = await start({ mostLabs: 1 }, words.prefix);
		const page = await open();
		await holdSockets(page);
		const notice = page.locator('.lab-notice');
		const tooMuch = [
			(socket: WebSocket) => {
				for (let n = 0; n < 3000; n++) socket.send('{"type":"detach","shell":"main"}');
			},
			(socket: WebSocket) => socket.send('x'.repeat(200_000)),
		];
		for (const send of tooMuch) {
			await withSocket(page, send);
			await notice.waitFor();
			await untilStatus(page, 'none');
			expect(await notice.textContent()).toMatch(words.much);
			await notice.getByRole('button').click();
			expect(await notice.count()).toBe(0);
		}
	});

	test('the companion has only so many connections', async () => {
		const { open, companion } = await start({ mostLabs: 1 }, words.prefix);
		const page = await open();
		await holdSockets(page);
		const release = await fill(companion.port);
		await withSocket(page, (socket) => socket.close());
		await untilLost(page, words.connections);
		const late = await page.context().newPage();
		expect((await late.goto(page.url()))?.status()).toBe(503);
		expect(await late.locator('body').textContent()).toMatch(words.full);
		release();
		await untilStatus(page, 'none');
		await late.reload();
		await untilStatus(late, 'none');
	});
});

test('a paste longer than a message comes whole', async () => {
	const { open } = await start({ mostLabs: 1 }, '');
	const page = await open();
	const one = block(page, 'lab#lab-1');
	await edit(one.element, 'echo go; cat > /root/pasted; sha256sum < /root/pasted');
	await one.run.click();
	await one.output.locator('.xterm-rows').getByText('go', { exact: true }).waitFor();
	const keyboard = one.output.locator('textarea');
	const digest = await keyboard.evaluate(async (field) => {
		const text = Array.from({ length: 6000 }, (_, n) => `${n} 붙여 넣은 줄 👩‍🚀\n`).join('');
		const clipboardData = new DataTransfer();
		clipboardData.setData('text/plain', text);
		field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
		const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
		return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	});
	await keyboard.press('Control+d');
	expect(await one.end()).toBe('passed');
	expect(await one.output.textContent()).toContain(digest);
});

/** Opens `count` more connections of the page's reader, without pages; the page holds them in `others`. */
async function openOthers(page: Page, count: number): Promise<void> {
	await page.evaluate(async (count) => {
		const hello = { type: 'hello', bearer: localStorage.getItem('underbridge.bearer'), page: 'clinic', language: 'en' };
		const others = Array.from({ length: count }, () => new WebSocket(`ws://${location.host}/api/socket`));
		Object.assign(globalThis, { others });
		const welcomes = others.map((socket) => {
			socket.onopen = () => socket.send(JSON.stringify(hello));
			return new Promise((resolve) => Object.assign(socket, { onmessage: resolve }));
		});
		await Promise.all(welcomes);
	}, count);
}

/** Takes all the companion's connections except those reserved for refusals. @returns A function that releases them. */
async function fill(port: number): Promise<() => void> {
	const sockets: Socket[] = [];
	const release = () => {
		for (const socket of sockets) socket.destroy();
	};
	onTestFinished(release);
	while (sockets.length < 960) {
		const more = Array.from({ length: 64 }, () => connect(port, '127.0.0.1'));
		sockets.push(...more);
		await Promise.all(more.map((socket) => once(socket, 'connect')));
	}
	return release;
}

async function untilLost(page: Page, sentence: RegExp): Promise<void> {
	await expect.poll(() => statusText(page).textContent(), { timeout: 20_000 }).toMatch(sentence);
}
