// Programs in a block that draw, read input or print odd bytes: the panel is a terminal.
import { describe, expect, test } from 'vitest';
import { block } from './product.ts';
import { edit, useReader } from './reader.ts';

const reader = useReader();

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

	test('that ends by a key and prints nothing more has ended', async () => {
		const page = await reader.open('/lab/');
		const { element, output, run, end } = block(page, 'lab#lab-1');
		await edit(element, 'echo type; cat');
		await run.click();
		await output.locator('.xterm-rows').getByText('type', { exact: true }).waitFor();
		await output.locator('.xterm-screen').click();
		await page.keyboard.press('Control+d');
		expect(await end()).toBe('passed');
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
