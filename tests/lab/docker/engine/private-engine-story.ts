// The life of one private engine, printed as JSON; private.test.ts runs it in its own network namespace. With the argument `user`,
// it is one of the engine's users.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { greet } from '../../../../src/lab/docker/engine/find.ts';
import { findDockerd, startPrivateEngine } from '../../../../src/lab/docker/engine/private.ts';

const [folder = '', role] = process.argv.slice(2);
if (role === 'user') await use();
else await tell();

/** Uses the engine until a message tells it to release it. */
async function use(): Promise<void> {
	const engine = await startPrivateEngine(findDockerd() ?? '', folder);
	process.send?.((await engine.docker.info()).ID);
	await once(process, 'message');
	await engine.release();
	process.disconnect();
}

async function tell(): Promise<void> {
	const first = await user();
	first.child.kill('SIGKILL');
	await once(first.child, 'exit');
	const afterKill = await state();

	const second = await user();
	const third = await user();
	await letGo(second.child);
	const whileAnotherUses = await state();
	await letGo(third.child);

	const sameEngineAdopted = first.id === second.id && second.id === third.id;
	const afterLast = await state();

	const fourth = await user();
	// dockerd ends only after its containerd has ended.
	const pidIn = (file: string) => Number(readFileSync(join(folder, file)));
	const dockerd = pidIn('pid');
	const containerd = pidIn('exec/containerd/containerd.pid');
	process.kill(containerd, 'SIGSTOP');
	process.kill(dockerd, 'SIGTERM');
	while ((await state()) === 'answers');
	const fifthComes = user();
	await delay(2000);
	process.kill(containerd, 'SIGCONT');
	const fifth = await fifthComes;
	const whenOneWasEnding = await state();
	await letGo(fourth.child);
	await letGo(fifth.child);
	console.log(JSON.stringify({ afterKill, sameEngineAdopted, whileAnotherUses, afterLast, whenOneWasEnding }));
}

async function user(): Promise<{ child: ChildProcess; id: string }> {
	const child = spawn(process.execPath, [fileURLToPath(import.meta.url), folder, 'user'], {
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
	});
	const [id] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
	return { child, id };
}

async function letGo(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null) return;
	child.send('release');
	await once(child, 'exit');
}

async function state(): Promise<'answers' | 'gone'> {
	const url = `unix://${join(folder, 'docker.sock')}`;
	return greet({ url }).then(
		() => 'answers',
		() => 'gone',
	);
}
