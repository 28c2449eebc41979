// What a reader sees when something ends, fails or exceeds a limit: reloads, other tabs, lost connections, shells that exit.
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { block } from './product.ts';
import { edit, untilIn, useReader } from './reader.ts';
import { holdSockets, withSocket } from './sockets.ts';

const reader = useReader();

/** Numbered lines, a few per second, with a character of three bytes. Each line stays in view for seconds. */
const COUNT = 'for i in $(seq 1 24); do echo 줄 $i; sleep 0.25; done';
const COUNTED = Array.from({ length: 24 }, (_, n) => `줄 ${n + 1}`).join('\n');

async function startCounting(page: Page): Promise<ReturnType<typeof block>> {
	const counting = block(page, 'lab#lab-1');
	await edit(counting.element, COUNT);
	await counting.run.click();
	await shows(counting.output, '줄 5');
	return counting;
}

async function shows(output: ReturnType<typeof block>['output'], text: string): Promise<void> {
	await output.locator('.xterm-rows').getByText(text, { exact: true }).waitFor();
}

describe('a running block', () => {
	test('goes on while its page is loaded again, and its output has no gap', async () => {
		const page = await reader.open('/lab/');
		await startCounting(page);
		await page.reload();
		await untilIn(page, 'lab#lab-1', 'running');
		const { output, end, stop } = block(page, 'lab#lab-1');
		expect(await stop.isVisible()).toBe(true);
		expect(await end()).toBe('passed');
		expect((await output.textContent())?.trim()).toBe(COUNTED);
	});

	test('is the same in two tabs, and can be stopped in the other', async () => {
		const page = await reader.open('/lab/');
		const other = await reader.openAnother('/lab/');
		const here = await startCounting(page);
		const there = block(other, 'lab#lab-1');
		expect(await there.end()).toBe('passed');
		await here.end();
		expect((await there.output.textContent())?.trim()).toBe(COUNTED);
		expect(await here.output.textContent()).toBe(await there.output.textContent());
		await here.run.click();
		await untilIn(other, 'lab#lab-1', 'running');
		await there.stop.click();
		expect(await here.end()).toBe('stopped');
	});

	test('is found again without gap or double after a lost connection', async () => {
		const page = await reader.open('/lab/');
		await holdSockets(page);
		const { output, end } = await startCounting(page);
		for (const line of ['줄 10', '줄 16']) {
			await withSocket(page, (socket) => socket.close());
			await page.locator('lab-status[data-state=lost]').first().waitFor({ state: 'attached' });
			await shows(output, line);
		}
		expect(await end()).toBe('passed');
		expect((await output.textContent())?.trim()).toBe(COUNTED);
	});
});

describe('too much output', () => {
	test('of 100 MB leaves the end, says what was cut, and does not fill the page', { timeout: 300_000 }, async () => {
		const page = await reader.open('/lab/');
		const devtools = await page.context().newCDPSession(page);
		const heap = async () => {
			await devtools.send('HeapProfiler.collectGarbage');
			const { usedSize } = await devtools.send('Runtime.getHeapUsage');
			return usedSize / 1024 / 1024;
		};
		const { element, output, end, run } = block(page, 'lab#lab-1');
		await edit(element, 'true');
		await block(page, 'lab#lab-1').runToEnd();
		const before = await heap();
		await edit(element, "yes 'a line of thirty-two characters' | head -c 100000000; echo; echo the end");
		await run.click();
		expect(await end(240_000)).toBe('passed');
		expect((await heap()) - before).toBeLessThan(40);
		expect(await output.locator('pre').textContent()).toMatch(/the end$/);
		expect(await output.locator('.run-cut').textContent()).toMatch(/^[\d,.]+ \S+ of earlier output are no longer kept/);
		expect(await output.locator('pre').evaluate((pre) => pre.textContent?.length ?? 0)).toBeLessThan(1_000_000);
	});

	test('in one place, as letters under ten thousand accents, is drawn all the same', async () => {
		const page = await reader.open('/lab/');
		const { element, output, runToEnd } = block(page, 'lab#lab-1');
		await edit(element, 'perl -e \'print "e", "\\xcc\\x81" x 10000, "\\n"\'; echo 👨‍👩‍👧‍👦 end');
		expect(await runToEnd()).toBe('passed');
		const text = (await output.locator('pre').textContent()) ?? '';
		expect(text.length).toBeLessThan(100);
		expect(text).toMatch(/^e\u0301+\n👨‍👩‍👧‍👦 end$/);
	});

	test.each([
		['/lab/', /^[\d,.]+ \S+ of earlier output are no longer kept. What follows is the end.$/],
		['/ko/lab/', /^앞선 출력 [\d,.]+ ?\S+는 보관되지 않았다. 아래는 끝부분이다.$/],
	])('on %s is cut at its beginning for a page that comes late, and that is said', async (path, said) => {
		const page = await reader.open(path);
		const { element, runToEnd } = block(page, 'lab#lab-1');
		await edit(element, 'seq 1 500000');
		expect(await runToEnd()).toBe('passed');
		await page.reload();
		const { output } = block(page, 'lab#lab-1');
		expect(await output.locator('.run-cut').textContent()).toMatch(said);
		expect(await output.locator('pre').textContent()).toMatch(/\n500000$/);
	});
});

describe('a failure is a sentence', () => {
	test.each([
		['/lab/', 'exit 3', 'exit 3', /The shell itself ended.*gets a new shell/],
		['/lab/', 'set -e; false', 'the shell ended', /variables and functions are gone/],
		['/lab/', 'echo "open', 'incomplete', /a quote, a bracket or a here-document is still open/],
		['/lab/', 'tail /dev/zero', 'out of memory', /reached its memory limit.*The lab goes on/],
		['/lab/', 'head -c 2000000000 /dev/zero > /root/full', 'disk full', /disk is full.*Remove files/],
		['/ko/lab/', 'exit 3', '셸 종료', /다음 블록은 새 셸에서 실행된다/],
		['/ko/lab/', 'cat <<END', '끝나지 않은 명령', /히어독이 열려 있다/],
		['/ko/lab/', 'tail /dev/zero', '메모리 부족', /메모리 한도에 닿아.*실습실은 그대로다/],
		['/ko/lab/', 'head -c 2000000000 /dev/zero > /root/full', '디스크 가득 참', /파일이나 컨테이너를 지우거나/],
	])('on %s, %s', async (path, code, status, advice) => {
		const page = await reader.open(path);
		const one = block(page, 'lab#lab-1');
		await edit(one.element, code);
		expect(await one.runToEnd()).toBe('failed');
		expect(await one.status.textContent()).toContain(status);
		expect(await one.element.locator('.run-notes').textContent()).toMatch(advice);
		await edit(one.element, 'rm -f /root/full; echo on we go');
		expect(await one.runToEnd()).toBe('passed');
		expect((await one.output.textContent())?.trim()).toBe('on we go');
	});

	test.each([
		['/guide/', 'time limit', /took longer than it may.*The shell goes on/, 'sleep 100'],
		['/ko/guide/', '제한 시간 초과', /제한 시간을 넘겨 중지했다.*셸은 그대로다/, 'sleep 100'],
		[
			'/guide/',
			'time limit, and the shell ended',
			/took longer than it may.*variables and functions are gone/,
			'exec sh',
		],
		['/ko/guide/', '제한 시간 초과, 셸 종료', /제한 시간을 넘겼고.*변수와 함수는 사라졌다/, 'exec sh'],
	])('on %s, the time limit: %s', async (path, status, advice, code) => {
		const page = await reader.open(path);
		const one = block(page, 'guide#g-9');
		await edit(one.element, `echo begun; ${code}`);
		expect(await one.runToEnd()).toBe('failed');
		expect(await one.status.textContent()).toContain(status);
		expect(await one.element.locator('.run-notes').textContent()).toMatch(advice);
		expect(await one.output.textContent()).toContain('begun');
	});
});
