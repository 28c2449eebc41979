// Runs as pages see them, on real labs: streams, queues, needs, limits, resets, and pages that come and go.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { type Companion, startCompanion } from '../../src/companion/companion.ts';
import { screenText } from '../../src/transcript/screen-text.ts';
import { labs } from '../lab/docker/bench.ts';
import { bearerOf, Page } from './page.ts';

let companion: Companion;
let origin: string;
/** One reader, shared by the tests that need no new one. */
let bearer: string;

beforeAll(async () => {
	companion = await startCompanion({
		labs,
		siteDir: inject('siteDir'),
		port: 0,
		mostLabs: 4,
	});
	origin = `http://127.0.0.1:${companion.port}`;
	bearer = await bearerOf(companion.link);
});
afterAll(() => companion.close());

async function open(page: string, { as = bearer, language = 'en' } = {}): Promise<Page> {
	const opened = await Page.open(origin, as, page, language);
	onTestFinished(() => opened.close());
	return opened;
}

describe('a run', () => {
	test('passes when its status and its expectation hold', async () => {
		const page = await open('lab');
		const run = await page.runToEnd('lab#lab-3');
		expect(run).toMatchObject({ phase: 'passed', exit: 0, trouble: null });
		expect(run.expectation.length).toBeGreaterThan(0);
		expect(await screenText(run.text.replaceAll('\n', '\r\n'), { cols: 80, rows: 24 })).toMatch(/^docker0\s+DOWN/m);
		expect(run.duration).toBeGreaterThan(0);
	});

	test('of edited code is judged by its status alone, in the same shell', async () => {
		const page = await open('lab');
		await page.runToEnd('lab#lab-1', 'edited=yes; cd /tmp');
		expect(await page.runToEnd('lab#lab-1', 'echo $edited; pwd')).toMatchObject({
			phase: 'passed',
			text: 'yes\n/tmp\n',
		});
		expect(await page.runToEnd('lab#lab-1', 'false')).toMatchObject({ phase: 'failed', exit: 1, expectation: [] });
	});

	test('streams while it runs', async () => {
		const page = await open('lab');
		page.send({
			type: 'run-edited',
			snippet: 'lab#lab-1',
			code: 'echo first; sleep 2; echo second',
			cols: 80,
			rows: 24,
		});
		await page.until(() => page.text(page.run('lab#lab-1')?.channel ?? 0) === 'first\n');
		expect(page.run('lab#lab-1')?.phase).toBe('running');
		expect((await page.end('lab#lab-1')).text).toBe('first\nsecond\n');
	});

	test('can be stopped, whether it runs or waits', async () => {
		const page = await open('lab');
		const size = { cols: 80, rows: 24 };
		page.send({ type: 'run-edited', snippet: 'lab#lab-1', code: 'sleep 50', ...size });
		page.send({ type: 'run-edited', snippet: 'lab#lab-2', code: 'echo later', ...size });
		await page.until(() => page.run('lab#lab-1')?.phase === 'running');
		expect(page.run('lab#lab-2')?.phase).toBe('starting');
		page.send({ type: 'stop', run: page.run('lab#lab-2')?.id ?? '' });
		expect((await page.end('lab#lab-2')).phase).toBe('stopped');
		page.send({ type: 'stop', run: page.run('lab#lab-1')?.id ?? '' });
		expect(await page.end('lab#lab-1')).toMatchObject({ phase: 'stopped', exit: 130 });
	});

	test('is not begun twice', async () => {
		const page = await open('lab');
		const run = { type: 'run-edited', snippet: 'lab#lab-1', code: 'sleep 1', cols: 80, rows: 24 } as const;
		page.send(run);
		page.send(run);
		await page.until(() => page.said.some(({ type }) => type === 'refused'));
		expect(page.said).toContainEqual({ type: 'refused', why: 'already-running', snippet: 'lab#lab-1' });
		await page.end('lab#lab-1');
	});

	test.each(['lab#nothing', 'nowhere#lab-1', '__proto__#x', 'lab#lab-1#lab-1', '../lab#lab-1'])(
		'of %s is refused',
		async (snippet) => {
			const page = await open('lab');
			page.send({ type: 'run', snippet, cols: 80, rows: 24 });
			await page.until(() => page.said.some(({ type }) => type === 'refused'));
			expect(page.said).toContainEqual({ type: 'refused', why: 'unknown-snippet', snippet });
		},
	);

	test.each([
		['exit 3', 'shell-ended', 3],
		['echo "open', 'incomplete', null],
		['head -c 2000000000 /dev/zero > /root/full', 'disk-full', 1],
		['tail /dev/zero', 'out-of-memory', 137],
	])('%s fails with a reason', async (code, trouble, exit) => {
		const page = await open('lab');
		expect(await page.runToEnd('lab#lab-1', code)).toMatchObject({ phase: 'failed', trouble, exit });
		await page.runToEnd('lab#lab-1', 'rm -f /root/full');
		expect(await page.runToEnd('lab#lab-1', 'echo on')).toMatchObject({ phase: 'passed', text: 'on\n' });
	});
});

describe('what a block needs', () => {
	test('is looked for in the lab, and told in order when it is not there', async () => {
		const page = await open('docker0', { as: await bearerOf(companion.link) });
		expect(await page.runToEnd('docker0#d0-6')).toMatchObject({
			phase: 'failed',
			trouble: 'needs-missing',
			missing: ['docker0#d0-3', 'docker0#d0-5'],
		});
		expect((await page.runToEnd('docker0#d0-3')).phase).toBe('passed');
		expect((await page.runToEnd('docker0#d0-4')).phase).toBe('passed');
		// The lab's state counts, not the blocks that were clicked.
		await page.runToEnd('docker0#d0-1', 'docker rm -f c1 c2 c3');
		expect((await page.runToEnd('docker0#d0-4')).missing).toEqual(['docker0#d0-3']);
	});
});

describe('an exercise', () => {
	test('is not solved before, and is after', async () => {
		const page = await open('lab', { as: await bearerOf(companion.link) });
		const tried = () => page.said.filter((message) => message.type === 'tried');
		page.send({ type: 'try', snippet: 'lab#lab-x' });
		await page.until(() => tried().length === 1);
		expect(tried()[0]).toMatchObject({ ok: false, trouble: null });
		await page.runToEnd('lab#lab-s');
		page.send({ type: 'try', snippet: 'lab#lab-x' });
		await page.until(() => tried().length === 2);
		expect(tried()[1]).toMatchObject({ ok: true });
	});

	test('cannot be used to run another block unseen', async () => {
		const page = await open('lab');
		page.send({ type: 'try', snippet: 'lab#lab-1' });
		await page.until(() => page.said.some(({ type }) => type === 'refused'));
	});
});

describe('pages of one reader', () => {
	test('see one stream, and a page that comes late or back has all of it', async () => {
		const first = await open('lab');
		const second = await open('lab');
		const code = 'for i in $(seq 1 30); do echo line $i 한글; sleep 0.05; done';
		first.send({ type: 'run-edited', snippet: 'lab#lab-1', code, cols: 80, rows: 24 });
		await first.until(() => first.text(first.run('lab#lab-1')?.channel ?? 0).includes('line 5'));
		const late = await open('lab');
		const whole = Array.from({ length: 30 }, (_, n) => `line ${n + 1} 한글\n`).join('');
		for (const page of [first, second, late]) {
			expect((await page.end('lab#lab-1')).text).toBe(whole);
			expect(page.seamless).toBe(true);
		}
		const back = await open('lab');
		expect((await back.end('lab#lab-1')).text).toBe(whole);
	});

	test('learn of a reset, which gives a fresh lab and a fresh shell', async () => {
		const [here, there] = [await open('lab'), await open('docker0')];
		await here.runToEnd('lab#lab-1', 'mark=old; touch /root/old');
		here.send({ type: 'reset' });
		await there.until(() => there.said.some(({ type }) => type === 'reset'));
		const run = await here.runToEnd('lab#lab-1', 'echo "[$mark]"; ls /root/old');
		expect(run.text).toMatch(/^\[\]\n.*No such file/);
	});

	test('keep a lab in which nothing was done since it was reset, however often it is reset again', async () => {
		const page = await open('lab', { as: await bearerOf(companion.link) });
		await page.runToEnd('lab#lab-1', 'touch /root/old');
		const starts = () =>
			page.said.filter((message) => message.type === 'lab' && message.lab.state === 'starting').length;
		expect(starts()).toBe(1);
		for (let n = 0; n < 5; n++) page.send({ type: 'reset' });
		await page.until(() => page.said.filter(({ type }) => type === 'reset').length === 5);
		expect((await page.runToEnd('lab#lab-1', 'ls /root/old; touch /root/old')).text).toMatch(/No such file/);
		expect(starts()).toBe(2);
		page.send({ type: 'reset' });
		await page.until(() => page.said.filter(({ type }) => type === 'reset').length === 6);
		expect((await page.runToEnd('lab#lab-1', 'ls /root/old')).text).toMatch(/No such file/);
		expect(starts()).toBe(3);
	});

	test('are not those of another', async () => {
		const mine = await open('lab');
		const other = await open('lab', { as: await bearerOf(companion.link) });
		await mine.runToEnd('lab#lab-1', 'echo secret');
		const { id } = mine.run('lab#lab-1') ?? { id: '' };
		other.send({ type: 'stop', run: id });
		other.send({ type: 'watch', run: id });
		await delay(300);
		expect(other.run('lab#lab-1')).toBeUndefined();
		expect(other.output.size).toBe(0);
	});
});

describe('much output', () => {
	test('comes whole to a page that reads', async () => {
		const page = await open('lab');
		const run = await page.runToEnd('lab#lab-1', 'seq 1 300000');
		expect(run.text.length).toBe(1_988_895);
		expect(run.text.endsWith('299999\n300000\n')).toBe(true);
		expect(page.seamless).toBe(true);
	});

	test('does not pile up for a page that does not', async () => {
		const page = await open('lab');
		page.reading = false;
		page.send({ type: 'run-edited', snippet: 'lab#lab-1', code: 'yes', cols: 80, rows: 24 });
		await page.until(() => page.run('lab#lab-1')?.phase === 'running');
		await delay(1000);
		const channel = page.run('lab#lab-1')?.channel ?? 0;
		const before = process.memoryUsage().rss;
		await delay(2000);
		expect(page.output.get(channel)?.length).toBeLessThanOrEqual(256 * 1024);
		expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024);
		page.send({ type: 'stop', run: page.run('lab#lab-1')?.id ?? '' });
		expect((await page.end('lab#lab-1')).phase).toBe('stopped');
	});

	test('of a run that was stopped is kept only at its end, so that nobody waits for the flood to be drawn', async () => {
		const page = await open('lab');
		page.send({ type: 'run-edited', snippet: 'lab#lab-1', code: 'yes', cols: 80, rows: 24 });
		await page.until(() => page.text(page.run('lab#lab-1')?.channel ?? 0).length > 4 * 1024 * 1024);
		page.send({ type: 'stop', run: page.run('lab#lab-1')?.id ?? '' });
		expect((await page.end('lab#lab-1')).phase).toBe('stopped');
		const late = await open('lab');
		const { text, printed } = await late.end('lab#lab-1');
		expect(text.length).toBeGreaterThan(64 * 1024);
		expect(text.length).toBeLessThanOrEqual(144 * 1024);
		expect(late.said).toContainEqual(expect.objectContaining({ type: 'gap', from: 0 }));
		expect(printed).toBeGreaterThan(4 * 1024 * 1024);
	});

	test('is cut at its beginning for a page that comes too late, and that is said', async () => {
		const page = await open('lab');
		await page.runToEnd('lab#lab-1', 'seq 1 500000');
		const late = await open('lab');
		await late.until(() => late.said.some(({ type }) => type === 'gap'));
		await late.until(() => late.text(late.run('lab#lab-1')?.channel ?? 0).endsWith('500000\n'));
	});
});

describe('a terminal', () => {
	test('shows a shell, takes what is typed, and tells it as a run', async () => {
		const page = await open('lab');
		page.send({ type: 'attach', shell: 'main', cols: 100, rows: 30 });
		const shell = () => page.said.flatMap((message) => (message.type === 'shell' ? message.shell : [])).at(-1);
		await page.until(() => shell()?.open === true);
		page.send({ type: 'type', shell: 'main', data: 'echo typed by hand\r' });
		const typed = () =>
			page.said
				.flatMap((message) => (message.type === 'run' && message.run.snippet === null ? message.run : []))
				.at(-1);
		await page.until(() => typed()?.phase === 'passed');
		expect(typed()).toMatchObject({ code: 'echo typed by hand', exit: 0, shell: 'main' });
		await page.until(() => page.text(shell()?.channel ?? 0).includes('\rtyped by hand\n'));
		page.send({ type: 'watch', run: typed()?.id ?? '' });
		await page.until(() => page.text(typed()?.channel ?? 0) === 'typed by hand\n');
	});

	test('that is closed before its shell has opened shows it no more, and leaves a block its own size', async () => {
		const page = await open('lab');
		page.send({ type: 'attach', shell: 'main', cols: 111, rows: 33 });
		page.send({ type: 'detach', shell: 'main' });
		expect((await page.runToEnd('lab#lab-1', 'stty size')).text).toBe('24 80\n');
		expect(page.said.some(({ type }) => type === 'shell')).toBe(false);
	});

	test('and a block share the shell and its size', async () => {
		const page = await open('lab');
		page.send({ type: 'attach', shell: 'main', cols: 111, rows: 33 });
		await page.until(() => page.said.some(({ type }) => type === 'shell'));
		page.send({ type: 'resize', shell: 'main', cols: 111, rows: 33 });
		expect((await page.runToEnd('lab#lab-1', 'stty size')).text).toBe('33 111\n');
	});
});

test('a reader who finds too many labs is told so', async () => {
	const pages: Page[] = [];
	for (let n = 0; n < 4; n++) pages.push(await open('lab', { as: await bearerOf(companion.link) }));
	const runs = await Promise.all(pages.map((page) => page.runToEnd('lab#lab-1', 'true')));
	expect(runs.map(({ trouble }) => trouble)).toContain('too-many-labs');
});
