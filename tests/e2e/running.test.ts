// What a reader sees around a run: live bytes, edits, whole pages, what is missing, what is expected, programs that draw, and
// pages that can only be read.
import { describe, expect, test } from 'vitest';
import { block, newReader } from './product.ts';
import { edit, isInView, untilIn, useReader } from './reader.ts';

const reader = useReader();

test('a page without a bearer can be read, and says so', async () => {
	const context = await reader.browser.newContext();
	const page = await context.newPage();
	await page.goto(`${reader.product.origin}/docker0/`);
	await page.locator('lab-status[data-state=reading]').first().waitFor({ state: 'attached' });
	expect(await page.locator('lab-status').first().textContent()).toContain('npm start');
	const { element, run, status } = block(page, 'docker0#d0-1');
	await edit(element, 'echo mine');
	await run.click();
	expect(await status.textContent()).toContain('npm start');
	expect(await element.getAttribute('data-state')).toBe('idle');
	await context.close();
});

test('a link opens the door once, and its code does not stay in the address', async () => {
	const link = reader.product.link();
	const first = await newReader(reader.browser, reader.product);
	expect(first.url()).not.toContain('code');
	const again = await (await reader.browser.newContext()).newPage();
	await again.goto(link);
	await again.locator('lab-status[data-state=reading]').first().waitFor({ state: 'attached' });
	expect(again.url()).not.toContain('code');
	await again.context().close();
	await first.context().close();
});

test('stop ends a run at once, and the shell and its page go on', async () => {
	const page = await reader.open('/docker0/');
	const watching = block(page, 'docker0#d0-5');
	await block(page, 'docker0#d0-3').runToEnd();
	await watching.run.click();
	await untilIn(page, 'docker0#d0-5', 'running');
	await watching.stop.click();
	expect(await watching.end(5000)).toBe('stopped');
	expect(await block(page, 'docker0#d0-1').runToEnd()).toBe('passed');
});

test('an edited block runs what the reader wrote, in the same shell, and one click brings the original back', async () => {
	const page = await reader.open('/lab/');
	const { element, output, runToEnd } = block(page, 'lab#lab-1');
	expect(await edit(element, 'greeting="hello 한글 🌉"; cd /tmp')).toContain('uname -sr\n');
	expect(await runToEnd()).toBe('passed');
	await edit(element, 'echo "$greeting from $PWD"');
	expect(await runToEnd()).toBe('passed');
	expect((await output.textContent())?.trim()).toBe('hello 한글 🌉 from /tmp');
	await element.getByRole('button', { name: 'Original' }).click();
	await element.locator('figure pre').waitFor();
	expect(await element.getAttribute('data-edited')).toBeNull();
	expect(await runToEnd()).toBe('passed');
	expect(await element.locator('.run-expectation').count()).toBe(1);
});

describe('running a page', () => {
	test('goes from top to bottom, and says how it went', async () => {
		const page = await reader.open('/lab/');
		const all = page.locator('page-run');
		await all.getByRole('button', { name: 'Run all' }).click();
		expect(await all.getByRole('button').textContent()).toBe('Stop');
		await all.getByRole('button', { name: 'Run all' }).waitFor();
		const states = await page
			.locator('run-snippet')
			.evaluateAll((blocks) => blocks.map((element) => (element as HTMLElement).dataset.state));
		expect(new Set(states)).toEqual(new Set(['passed']));
		expect(await all.getByRole('status').textContent()).toBe(`${states.length} of ${states.length} passed`);
	});

	test('stops at the first block that fails, and scrolls there', async () => {
		const page = await reader.open('/lab/');
		const failing = block(page, 'lab#lab-3');
		await edit(failing.element, 'echo no good; false');
		await page.evaluate(() => scrollTo(0, 0));
		const all = page.locator('page-run');
		await all.getByRole('button').click();
		await all.getByRole('button', { name: 'Run all' }).waitFor();
		expect(await failing.element.getAttribute('data-state')).toBe('failed');
		expect(await block(page, 'lab#lab-4').element.getAttribute('data-state')).toBe('idle');
		expect(await block(page, 'lab#lab-4').output.isVisible()).toBe(false);
		await expect.poll(() => isInView(failing.run)).toBe(true);
		expect(await all.getByRole('status').textContent()).toContain('stopped at');
	});

	test('can be stopped on its way', async () => {
		const page = await reader.open('/lab/');
		await edit(block(page, 'lab#lab-2').element, 'sleep 60');
		const button = page.locator('page-run').getByRole('button');
		await button.click();
		await untilIn(page, 'lab#lab-2', 'running');
		await button.click();
		expect(await block(page, 'lab#lab-2').end()).toBe('stopped');
		expect(await block(page, 'lab#lab-3').element.getAttribute('data-state')).toBe('idle');
	});

	test('may end at a block of choice', async () => {
		const page = await reader.open('/lab/');
		const last = block(page, 'lab#lab-2');
		await last.element.locator('.run-more summary').click();
		await last.element.getByRole('button', { name: 'Run up to here' }).click();
		expect(await last.end()).toBe('passed');
		expect(await block(page, 'lab#lab-1').element.getAttribute('data-state')).toBe('passed');
		expect(await block(page, 'lab#lab-3').element.getAttribute('data-state')).toBe('idle');
	});
});

test('a block whose needs do not hold says so, and runs what is missing, in order', async () => {
	const page = await reader.open('/docker0/');
	const { element, status, runToEnd } = block(page, 'docker0#d0-6');
	expect(await runToEnd()).toBe('failed');
	expect(await status.textContent()).toContain('something is missing first');
	const notes = element.locator('.run-notes');
	expect(await notes.locator('ol > li > a').count()).toBe(2);
	await notes.locator('a').first().click();
	await expect.poll(() => isInView(block(page, 'docker0#d0-3').run)).toBe(true);
	await notes.getByRole('button', { name: 'Run them, then this one' }).click();
	await untilIn(page, 'docker0#d0-6', 'passed');
	expect(await block(page, 'docker0#d0-3').element.getAttribute('data-state')).toBe('passed');
	expect(await block(page, 'docker0#d0-5').element.getAttribute('data-state')).toBe('passed');
});

test('what a block needs is looked for in the lab, whatever the terminal did to it', async () => {
	const page = await reader.open('/docker0/');
	const { element, runToEnd } = block(page, 'docker0#d0-4');
	expect(await block(page, 'docker0#d0-3').runToEnd()).toBe('passed');
	expect(await runToEnd()).toBe('passed');
	await page.keyboard.press('Control+Backquote');
	const rows = page.locator('.terminal-screen .xterm-rows > div');
	await rows.filter({ hasText: 'root@lab:~#' }).first().waitFor();
	await page.keyboard.type('docker rm -f c1 c2 c3; echo re""moved');
	await page.keyboard.press('Enter');
	await rows.filter({ hasText: /^removed/ }).waitFor();
	expect(await runToEnd()).toBe('failed');
	await element.getByRole('button', { name: 'Run them, then this one' }).click();
	await untilIn(page, 'docker0#d0-4', 'passed');
});

test('what is expected is told line by line, in words', async () => {
	const page = await reader.open('/docker0/');
	const { element, runToEnd } = block(page, 'docker0#d0-3');
	expect(await runToEnd()).toBe('passed');
	const note = element.locator('.run-expectation');
	const lines = note.locator('li');
	expect(await note.locator('summary').textContent()).toMatch(/^Expected: (\d+) of \1 found$/);
	expect(await lines.first().isVisible()).toBe(false);
	await note.locator('summary').click();
	expect(await lines.count()).toBeGreaterThan(1);
	for (const line of await lines.allTextContents()) {
		expect(line).toMatch(/^✓ (shows|does not show) \S/);
		expect(line).not.toMatch(/\\[ds.nb]|\[\^?\w-|\(\?|[\])][+*]/);
	}
});

test('what is not met is open at once, beside what is', async () => {
	const page = await reader.open('/docker0/');
	await block(page, 'docker0#d0-3').runToEnd();
	await edit(block(page, 'docker0#d0-1').element, 'ip() { echo nothing; }; bridge() { echo nothing; }');
	await block(page, 'docker0#d0-1').runToEnd();
	const { element, status, runToEnd } = block(page, 'docker0#d0-4');
	expect(await runToEnd()).toBe('failed');
	expect(await status.textContent()).toContain('not what this page expects');
	expect(await element.locator('.run-expectation li[data-met=false]').first().isVisible()).toBe(true);
});

test('a block that stays leaves the page to others, in a shell of its own', async () => {
	const page = await reader.open('/packet-walk/');
	const watching = block(page, 'packet-walk#walk-8');
	await watching.run.click();
	await untilIn(page, 'packet-walk#walk-8', 'running');
	expect(await block(page, 'packet-walk#walk-9').runToEnd()).toBe('passed');
	await watching.output.locator('.xterm-rows').getByText('ICMP echo request').first().waitFor();
	expect(await watching.element.getAttribute('data-state')).toBe('running');
	await watching.stop.click();
	expect(await watching.end()).toBe('stopped');
	expect(await watching.output.locator('pre').textContent()).toContain('ICMP echo request');
});

describe('programs that draw', () => {
	test.each([
		['top', 'top', /load average/i, 'q'],
		['less', 'seq 1 500 | less', /^\s*23\b/m, 'q'],
		['vi of busybox', 'docker run -it --rm busybox vi /etc/passwd', /root:x:0:0/, ':q!\n'],
	])('%s fills the panel, takes keys, and leaves no trace of its screen', async (_, code, shows, keys) => {
		const page = await reader.open('/lab/');
		const { element, output, run, end } = block(page, 'lab#lab-1');
		await edit(element, `echo before; ${code}; echo after`);
		await run.click();
		const rows = output.locator('.xterm-rows');
		await expect
			.poll(async () => (await rows.locator('> div').allTextContents()).join('\n'), { timeout: 60_000 })
			.toMatch(shows);
		await output.locator('.xterm-screen').click();
		for (const key of keys) await page.keyboard.press(key === '\n' ? 'Enter' : key);
		expect(await end()).toBe('passed');
		expect(await output.locator('pre').textContent()).toContain('after');
	});

	test.each([
		['asks', 'read -p "name? " name; echo "hello $name"', /^name\?/, ['한글'], /^hello 한글/m],
		['is a shell in a new container', 'docker run -it --rm busybox sh', /#$/, ['echo in $((6*7)); exit'], /^in 42/m],
		[
			'is a shell in a running container',
			'docker run -d --name runs busybox sleep 1d >/dev/null; docker exec -it runs sh',
			/#$/,
			['hostname -i; exit'],
			/^172\.17\.0\.\d+/m,
		],
	])('that %s is typed to, and its answer is there', async (_, code, asks, lines, answer) => {
		const page = await reader.open('/lab/');
		const { element, output, run, end } = block(page, 'lab#lab-1');
		await edit(element, code);
		await run.click();
		const rows = output.locator('.xterm-rows > div');
		const shown = async () => (await rows.allTextContents()).join('\n').replaceAll('\u00a0', ' ').trim();
		await expect.poll(shown, { timeout: 60_000 }).toMatch(asks);
		await output.locator('.xterm-screen').click();
		for (const line of lines) {
			await page.keyboard.type(line);
			await page.keyboard.press('Enter');
		}
		expect(await end()).toBe('passed');
		expect(await output.locator('pre').textContent()).toMatch(answer);
	});

	test('docker logs -f runs until it is stopped, and keeps what it showed', async () => {
		const page = await reader.open('/lab/');
		const { element, output, run, stop, end } = block(page, 'lab#lab-1');
		const loop = 'while sleep 0.2; do date; done';
		await edit(element, `docker run -d --name talks busybox sh -c '${loop}' >/dev/null; docker logs -f talks`);
		await run.click();
		await output.locator('.xterm-rows').getByText('UTC').nth(2).waitFor();
		expect(await element.getAttribute('data-state')).toBe('running');
		await stop.click();
		expect(await end()).toBe('stopped');
		expect(await output.locator('pre').textContent()).toMatch(/UTC[\s\S]*UTC/);
	});

	test('can be stopped by the button, and the shell and its terminal are as before', async () => {
		const page = await reader.open('/lab/');
		const { element, output, run, stop, end, runToEnd } = block(page, 'lab#lab-1');
		await edit(element, 'top');
		await run.click();
		await output.getByText(/load average/i).waitFor();
		await stop.click();
		expect(await end()).toBe('stopped');
		await edit(element, 'stty -a | grep -o -w -e echo -e icanon; echo plain');
		expect(await runToEnd()).toBe('passed');
		expect(await output.textContent()).toMatch(/icanon\s+echo\s+plain/);
	});

	test('a progress bar stays on one line', async () => {
		const page = await reader.open('/lab/');
		const { element, output, runToEnd } = block(page, 'lab#lab-1');
		await edit(element, "for i in 25 50 75 100; do printf '\\r%s%% of it' $i; sleep 0.1; done; echo");
		expect(await runToEnd()).toBe('passed');
		expect((await output.textContent())?.trim()).toBe('100% of it');
	});
});

describe('bytes that are hard to read', () => {
	test.each([
		[
			'characters that come in pieces are whole',
			"printf '\\xed\\x95'; sleep 0.2; printf '\\x9c\\n\\xf0\\x9f'; sleep 0.2; printf '\\x90\\xb3\\n'",
			/^한\n🐳$/,
		],
		['a program’s own OSC 133 marks end nothing', "printf '\\e]133;D;0\\a\\e]133;A\\a'; sleep 0.3; echo on", /^on$/],
		[
			'rubbish is shown as far as it can be, and is no error of the page',
			`perl -e 'srand 7; print chr int rand 256 for 1 .. 50000'; reset; echo on`,
			/on$/,
		],
	])('%s', async (_, code, shows) => {
		const page = await reader.open('/lab/');
		const errors: string[] = [];
		page.on('pageerror', ({ message }) => errors.push(message));
		page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
		const { element, output, runToEnd } = block(page, 'lab#lab-1');
		await edit(element, code);
		expect(await runToEnd()).toBe('passed');
		expect((await output.locator('pre').textContent())?.trim()).toMatch(shows);
		expect(errors).toEqual([]);
		await edit(element, 'echo 여전히');
		expect(await runToEnd()).toBe('passed');
		expect((await output.textContent())?.trim()).toBe('여전히');
	});
});

test('a reload finds the output of the runs where it was', async () => {
	const page = await reader.open('/lab/');
	const { output, runToEnd } = block(page, 'lab#lab-1');
	await runToEnd();
	await output.locator('pre').waitFor();
	const before = await output.textContent();
	await page.reload();
	await output.locator('pre').waitFor();
	expect(await output.textContent()).toBe(before);
});
