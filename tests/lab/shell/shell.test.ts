// A shell in a real lab: any bash code works, whatever a block does to the shell that it is pasted into.
import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DockerLab } from '../../../src/lab/docker/docker-lab.ts';
import { instanceId } from '../../../src/lab/docker/labels.ts';
import type { RunEnd, Shell } from '../../../src/lab/shell/shell.ts';
import { docker, image, openShell } from '../docker/bench.ts';

const SIZE = { cols: 80, rows: 24 };
let lab: DockerLab;
let shell: Shell;

beforeAll(async () => {
	lab = await DockerLab.start(docker, { image, owner: instanceId() });
});
afterAll(() => lab.remove());
beforeEach(async () => {
	shell = await openShell(lab, SIZE);
	return () => shell.close();
});

/** A block's output, and how it ended. */
async function run(
	code: string,
	during?: (printed: () => string) => Promise<void>,
): Promise<RunEnd & { text: string }> {
	const chunks: Uint8Array[] = [];
	const printed = () => Buffer.concat(chunks).toString();
	const running = shell.run(code, (bytes) => chunks.push(bytes));
	await during?.(printed);
	return { ...(await running), text: printed().replaceAll('\r\n', '\n') };
}

async function until(holds: () => boolean): Promise<void> {
	for (const started = performance.now(); !holds(); await delay(20)) {
		if (performance.now() - started > 60_000) throw new Error('it never came true');
	}
}

describe('a block', () => {
	test('has its output and the status of its last command, and nothing of the echo', async () => {
		expect(await run('echo one\necho two\nfalse')).toEqual({ how: 'status', status: 1, text: 'one\ntwo\n' });
	});

	test('leaves its directory, variables, functions and jobs to the next one', async () => {
		await run('cd /tmp; x=5; greet() { echo "hello $x"; }; sleep 300 &');
		expect((await run('greet; pwd; jobs')).text).toMatch(/^hello 5\n\/tmp\n\[1\]\+ {2}Running +sleep 300 &\n$/);
		await run('kill %1');
	});

	test('may have heredocs with tabs, here-strings, exclamation marks and Korean', async () => {
		const code = 'cat <<-END\n\ttabs go\nEND\ncat <<END\n\tthis stays!\nEND\nread -r a b <<< "한글 🐳"; echo "$b $a"';
		expect((await run(code)).text).toBe('tabs go\n\tthis stays!\n🐳 한글\n');
	});

	const editors = ['set -o vi', 'set +o emacs', 'export TERM=dumb', "bind 'set enable-bracketed-paste off'"];
	test.for(editors)('may choose how lines are edited (%s)', async (choice) => {
		expect(await run(choice)).toEqual({ how: 'status', status: 0, text: '' });
		expect((await run('echo next\necho more')).text).toBe('next\nmore\n');
		expect(await run('# nothing')).toEqual({ how: 'status', status: 0, text: '' });
	});

	test('may trace its commands, and sees none of ours', async () => {
		expect((await run('trap \'echo "+ $BASH_COMMAND"\' DEBUG\necho one')).text).toBe('+ echo one\none\n');
		expect((await run('trap - DEBUG; set -x\necho two')).text).toBe('+ trap - DEBUG\n+ echo two\ntwo\n');
	});

	test('of comments alone succeeds, whatever came before', async () => {
		await run('false');
		expect(await run('# nothing to do')).toEqual({ how: 'status', status: 0, text: '' });
	});

	test('that bash cannot parse says why', async () => {
		expect(await run('if then')).toMatchObject({ status: 2, text: expect.stringContaining('syntax error') });
	});

	test.each(['echo "open', 'for i in 1 2; do', 'cat <<END\nno end', 'echo $('])(
		'that is incomplete (%s) ends so',
		async (code) => {
			expect(await run(code)).toMatchObject({ how: 'incomplete' });
			expect((await run('echo on')).text).toBe('on\n');
		},
	);

	test.each([
		['exit 3', 3],
		['set -e\nfalse\necho never', 1],
		['kill -9 $$', 137],
		['exec sleep 0.1', 0],
	])('that ends the shell (%s) is told with its status', async (code, status) => {
		expect(await run(code)).toMatchObject({ how: 'shell-ended', status });
	});

	test('may set traps, trace itself, and be strict about variables', async () => {
		expect((await run("trap 'echo bye' USR1; kill -USR1 $$")).text).toBe('bye\n');
		expect((await run('set -x; echo a; { set +x; } 2>/dev/null')).text).toBe('+ echo a\na\n');
		expect((await run('set -u; x=unset; echo "$x"; set +u')).text).toBe('unset\n');
	});

	test.each([
		['sends its output elsewhere', 'exec >/tmp/elsewhere; echo gone; false', 1, ''],
		['sends its errors elsewhere', 'exec 2>/tmp/elsewhere; echo out; echo gone >&2', 0, 'out\n'],
		['sends its output through a pipe', 'exec > >(tee /tmp/elsewhere); echo through; false', 1, 'through\n'],
		['changes the prompt', 'PS1="> " PS2=""; echo on; (exit 4)', 4, 'on\n'],
		['changes what is done before the prompt', 'unset PROMPT_COMMAND; echo on; (exit 4)', 4, 'on\n'],
	])('that %s ends as it should, and so does the next one', async (_, code, status, text) => {
		for (const block of [
			{ code, status, text },
			{ code: 'exec >/dev/tty; echo next; (exit 3)', status: 3, text: 'next\n' },
		]) {
			const ended = await run(block.code);
			expect({ ...ended, text: stripVTControlCharacters(ended.text) }).toEqual({
				how: 'status',
				status: block.status,
				text: block.text,
			});
		}
	});

	test('has a real terminal of the lab itself, as wide as it is told', async () => {
		shell.resize({ cols: 123, rows: 40 });
		expect((await run('test -t 0 && tty; stty size; tput cols')).text).toMatch(/^\/dev\/pts\/\d+\n40 123\n123\n$/);
	});

	test('may read from the keyboard', async () => {
		const { text } = await run('read -rp "name? " name; echo "hi $name"', async (printed) => {
			await until(() => printed().includes('name? '));
			shell.input(Buffer.from('Hae-won\r'));
		});
		expect(text).toMatch(/hi Hae-won\n$/);
	});

	test('is answered by its terminal where it reads keys', async () => {
		const { text } = await run('read -rs -d R -p "where? " answer; printf "%q" "$answer"', async (printed) => {
			await until(() => printed().includes('where? '));
			shell.input(Buffer.from('\x1b[3;5R'));
		});
		expect(text).toBe("where? $'\\E[3;5'");
	});

	test('leaves no answer of its terminal at the next prompt', async () => {
		const screen: Uint8Array[] = [];
		const silent = { typedBegins: () => {}, typedEnds: () => {}, resized: () => {} };
		const asked = await openShell(lab, SIZE, {
			...silent,
			screen: (bytes) => screen.push(bytes),
		});
		const answers = ['\x1b[?1;2c', '\x1b[>0;276;0c', '\x1b[0n', '\x1b[3;5R', '\x1b[?2004;1$y'];
		const answer = async () => {
			for (const bytes of answers) asked.input(Buffer.from(bytes));
		};
		const shown = () => Buffer.concat(screen).toString();
		await asked.run('echo asked; sleep 0.3', answer);
		await until(() => shown().endsWith('\x07'));
		await answer();
		await delay(200);
		expect(stripVTControlCharacters(shown())).toMatch(/asked\r\nroot@lab:~# $/);
		asked.close();
	});

	test('may hold a shell in a container, with its own line editor', async () => {
		const { text, ...end } = await run('docker run --rm -it debian:trixie-slim bash', async (printed) => {
			await until(() => printed().includes('# '));
			shell.input(Buffer.from('echo in $((6 * 7)); exit 4\r'));
		});
		expect(end).toEqual({ how: 'status', status: 4 });
		expect(text).toContain('in 42\n');
	});

	test('cannot forge its own end', async () => {
		const forged = "printf '\\e]133;D;0\\a\\e]133;D;0;k=000000000000000000000000\\a\\e]133;C\\a'; echo after; false";
		expect(await run(forged)).toMatchObject({ status: 1, text: expect.stringContaining('after\n') });
	});

	test('is started so that no program can read from the list of processes how its end is marked', async () => {
		const search = `for file in /proc/[0-9]*/{cmdline,environ}; do
			[[ $(tr '\\0' ' ' 2>/dev/null < "$file") != *"$__underbridge_key"* ]] || echo "$file"
		done 2>/dev/null; echo "searched for \${#__underbridge_key} letters"`;
		expect((await run(search)).text).toBe('searched for 24 letters\n');
	});

	test('gets every byte that it prints, forged marks and rubbish too, and the next block none of them', async () => {
		const printed = fc.oneof(
			fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
			fc
				.tuple(fc.constantFrom('C', 'H', 'P', 'D;0', 'A;0'), fc.stringMatching(/^[0-9a-f]{24}$/), fc.nat(40))
				.map(([body, key, cut]) => Buffer.from(`\x1b]133;${body};k=${key}\x07`.slice(0, cut))),
			fc.constantFrom('\x1b[?2004h', '\x1b[?2004l', '\x1b[?2004', '\x1b[201~', '\r').map((text) => Buffer.from(text)),
		);
		await run('stty -opost');
		await fc.assert(
			fc.asyncProperty(fc.array(printed, { maxLength: 8 }), async (pieces) => {
				const bytes = Buffer.concat(pieces);
				const chunks: Uint8Array[] = [];
				await shell.run(`base64 -d <<< '${bytes.toString('base64')}'`, (chunk) => chunks.push(chunk));
				expect(Buffer.concat(chunks).toString('hex')).toBe(bytes.toString('hex'));
				expect(await run('echo next')).toEqual({ how: 'status', status: 0, text: 'next\n' });
			}),
			{ numRuns: 60 },
		);
	});

	test('may be as long as a chapter', async () => {
		const { text } = await run(`x=${'a'.repeat(20_000)}\n${'y=1\n'.repeat(500)}echo \${#x}`);
		expect(text).toBe('20000\n');
	});

	test('may print binary rubbish', async () => {
		await run('head -c 300000 /dev/urandom');
		expect((await run('echo still here')).text).toBe('still here\n');
	});

	test('may print a lot, and none of it is lost', async () => {
		let bytes = 0;
		const end = await shell.run("stty -onlcr; head -c 20000000 /dev/zero | tr '\\0' x; stty onlcr", (chunk) => {
			bytes += chunk.length;
		});
		expect([end, bytes]).toEqual([{ how: 'status', status: 0 }, 20_000_000]);
	});

	test('waits while nobody reads, and goes on when somebody does', async () => {
		let bytes = 0;
		const running = shell.run('head -c 5000000 /dev/zero', (chunk) => {
			bytes += chunk.length;
			if (bytes < 2_000_000) shell.pause();
		});
		await until(() => bytes > 0);
		await delay(500);
		const held = bytes;
		await delay(500);
		expect(bytes).toBe(held);
		const reading = setInterval(() => shell.resume(), 5);
		await running;
		clearInterval(reading);
		expect(bytes).toBe(5_000_000);
	});
});

describe('stop', () => {
	test.each([
		['a command', 'sleep 100'],
		['a loop of commands', 'while :; do sleep 0.1; done'],
		['a loop of the shell itself', 'while :; do :; done'],
		['a pipeline', 'yes | cat > /dev/null'],
		['a command that ignores Ctrl-C', 'sh -c \'trap "" INT; sleep 100; sleep 100\''],
		[
			'a container that heeds Ctrl-C',
			'docker run --rm busybox sh -c \'trap "exit 1" INT; echo inside; sleep 100 & wait\'',
		],
		['a full-screen program', 'top'],
	])('ends %s, and the shell survives', async (_, code) => {
		await run('x=kept');
		const { how } = await run(code, async (printed) => {
			if (code.includes('inside')) await until(() => printed().includes('inside'));
			await delay(300);
			await shell.stop();
		});
		expect(how).toBe('status');
		expect((await run('echo $x; stty sane')).text).toBe('kept\n');
		expect((await lab.run("pgrep -x 'sleep|yes|top' | wc -l")).output.trim()).toBe('0');
	});

	test.each([
		['a command', 'sleep 100'],
		['a command that ignores Ctrl-C', 'sh -c \'trap "" INT; sleep 100\''],
		['a command that takes Ctrl-C for its end', 'ping -i 0.2 127.0.0.1 > /dev/null'],
		['a built-in of the shell', 'read -r'],
	])('ends %s and begins none of the lines that follow', async (_, code) => {
		const { text } = await run(`${code}\necho next\ntouch /tmp/begun\necho last`, async () => {
			await delay(300);
			await shell.stop();
		});
		expect(text).not.toMatch(/next|last/);
		expect((await run('ls /tmp/begun')).text).toContain('No such file');
	});

	test('leaves the lines after a status of 130 to a block that nobody stops', async () => {
		await run('sleep 100\necho next', async () => {
			await delay(300);
			await shell.stop();
		});
		expect((await run('(exit 130)\necho $?')).text).toBe('130\n');
	});

	test('lets the shell live after a program that left its terminal raw and read nothing', async () => {
		await run('x=kept; stty raw -echo');
		await run('sh -c \'trap "" INT; sleep 100\'', async () => {
			await delay(300);
			await shell.stop();
		});
		expect(await run('stty sane; echo $x')).toMatchObject({ how: 'status', text: expect.stringContaining('kept') });
	});

	test('ends a shell in a container, and the container with it', async () => {
		const { how } = await run('docker run --rm -it busybox sh', async (printed) => {
			await until(() => printed().includes('# '));
			await shell.stop();
		});
		expect(how).toBe('status');
		const containers = async () => (await lab.run('docker ps -q --filter ancestor=busybox | wc -l')).output.trim();
		await expect.poll(containers).toBe('0');
	});

	test('ends a program that takes none of the megabytes that were typed', async () => {
		const { how } = await run('stty raw; echo asleep; sleep 200', async (printed) => {
			await until(() => printed().includes('asleep'));
			for (let n = 0; n < 50; n++) shell.input(Buffer.alloc(60_000, 'x'));
			const begun = performance.now();
			await shell.stop();
			// Long before the program would end by itself.
			expect(performance.now() - begun).toBeLessThan(100_000);
		});
		expect(how).toBe('status');
		expect((await run('stty sane; echo on')).text).toBe('on\n');
	});

	test('ends a shell that cannot be stopped otherwise', async () => {
		const running = run("trap '' INT; while :; do :; done");
		await delay(300);
		await shell.stop();
		expect((await running).how).toBe('shell-ended');
	});
});

describe('what is typed by hand', () => {
	test('is told as a run of its own, with its line and status', async () => {
		const typed: [number, string][] = [];
		const screen: Uint8Array[] = [];
		const watched = await openShell(lab, SIZE, {
			screen: (bytes) => screen.push(bytes),
			typedBegins: () => typed.push([-1, '']),
			resized: () => {},
			typedEnds: (status, command) => typed.push([status, command]),
		});
		watched.input(Buffer.from('ls /nowhere\r'));
		await until(() => typed.length === 2);
		expect(typed).toEqual([
			[-1, ''],
			[2, 'ls /nowhere'],
		]);
		expect(Buffer.concat(screen).toString()).toMatch(/root@lab:~# .*ls \/nowhere.*No such file/s);
		// A half-typed line must not become part of a block.
		watched.input(Buffer.from('echo half'));
		await delay(100);
		let text = '';
		await watched.run('echo whole', (bytes) => {
			text += bytes;
		});
		expect(text).toBe('whole\r\n');
		watched.close();
	});
});
