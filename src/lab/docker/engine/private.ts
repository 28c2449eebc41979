// An engine of our own, for machines that have Docker's program but no engine that answers: own socket, data and pid file under a
// cache folder. It outlives a companion that was killed, is adopted by the next one, and ends with the last companion that uses it.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { instanceId, isAlive } from '../labels.ts';
import { type Engine, greet } from './find.ts';

/** A running private engine. */
export interface PrivateEngine extends Engine {
	/** Ends the engine, unless another live process of ours uses it. */
	release(): Promise<void>;
}

/** How long dockerd may take to answer, and to end, in ms. It takes some 1 s on a quiet machine. */
const PATIENCE = { start: 60_000, stop: 20_000 };

/** The path of `dockerd`, if it is installed. Its folder is not on every root's PATH. */
export function findDockerd(): string | undefined {
	const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
	return folders.map((folder) => join(folder, 'dockerd')).find((path) => existsSync(path));
}

/**
 * Starts the private engine, or adopts the one that is running. Needs root.
 *
 * @param dockerd path of the program
 * @param folder where its data lies, by default `underbridge/engine` in the user's cache folder
 * @throws Error with the last lines of dockerd's log when it does not come up
 */
export async function startPrivateEngine(dockerd: string, folder = defaultFolder()): Promise<PrivateEngine> {
	const files = layOut(folder);
	writeFileSync(join(files.users, instanceId()), '');
	// One that is there may be on its way out: its end is waited for then, and another takes its place.
	const engine = (await answering(files, () => runningPid(files) !== undefined)) ?? (await launched(dockerd, files));
	return { ...engine, source: 'a private engine', passed: [], release: () => release(files) };
}

/** The private engine as it is now, which may be there and not run. */
export interface PrivateEngineState {
	folder: string;
	/** Where it listens. */
	url: string;
	/** Its processes' sockets and states; the folder itself unless that has too long a name. */
	run: string;
	/** Whether it runs. */
	running: boolean;
	/** The processes of ours that use it. */
	users: string[];
}

/** Looks at the private engine and changes nothing. @returns undefined where there is none */
export function privateEngine(folder = defaultFolder()): PrivateEngineState | undefined {
	if (!existsSync(folder)) return undefined;
	const files = paths(folder);
	const users = existsSync(files.users) ? readdirSync(files.users).filter(isAlive) : [];
	return { folder, url: files.url, run: files.run, running: runningPid(files) !== undefined, users };
}

/** Ends the private engine, unless a live process of ours uses it. @returns whether it has ended */
export async function endPrivateEngine(folder = defaultFolder()): Promise<boolean> {
	const files = paths(folder);
	if (existsSync(files.users)) await release(files);
	return runningPid(files) === undefined;
}

type EngineFiles = ReturnType<typeof paths>;

/** Makes the folders of an engine that is to be started. */
function layOut(folder: string): EngineFiles {
	const files = paths(folder);
	for (const path of [folder, files.run, files.users]) mkdirSync(path, { recursive: true, mode: 0o700 });
	return files;
}

function paths(folder: string) {
	// A socket's path has room for 107 bytes (man 7 unix), and containerd puts its own some 40 below.
	const run =
		folder.length <= 60 ? folder : `/run/underbridge-${createHash('sha256').update(folder).digest('hex').slice(0, 8)}`;
	return {
		run,
		url: `unix://${join(run, 'docker.sock')}`,
		exec: join(run, 'exec'),
		data: join(folder, 'data'),
		users: join(folder, 'users'),
		pid: join(folder, 'pid'),
		log: join(folder, 'log'),
		config: join(folder, 'daemon.json'),
	};
}

function defaultFolder(): string {
	return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'underbridge', 'engine');
}

async function launched(dockerd: string, files: EngineFiles): Promise<Answering> {
	const child = runningPid(files) ? undefined : launch(dockerd, files);
	const engine = child && (await answering(files, () => child.exitCode === null));
	if (engine) return engine;
	throw new Error(`The private engine does not start. Its log, ${files.log}, ends:\n${lastLines(files.log)}`);
}

/** Starts dockerd in a session of its own, so that Ctrl-C in the terminal does not end it before the labs are gone. */
function launch(dockerd: string, { url, exec, data, pid, log, config }: EngineFiles): ChildProcess {
	rmSync(pid, { force: true }); // of an engine that was killed: dockerd would refuse to start if the number is in use again
	writeFileSync(config, '{}\n'); // the system's daemon.json may name sockets and folders that are not ours
	const output = openSync(log, 'w');
	const args = ['--host', url, '--data-root', data, '--exec-root', exec, '--pidfile', pid, '--config-file', config];
	const child = spawn(dockerd, args, { detached: true, stdio: ['ignore', output, output] });
	closeSync(output);
	child.unref();
	return child;
}

type Answering = Awaited<ReturnType<typeof greet>>;

/** The engine, when it answers; undefined when it takes too long or ends before. */
async function answering(files: EngineFiles, isRunning: () => boolean): Promise<Answering | undefined> {
	const deadline = performance.now() + PATIENCE.start;
	while (isRunning() && performance.now() < deadline) {
		const engine = await greet(files).catch(() => undefined);
		if (engine) return engine;
		await delay(100);
	}
	return undefined;
}

async function release(files: EngineFiles): Promise<void> {
	rmSync(join(files.users, instanceId()), { force: true });
	const users = readdirSync(files.users);
	const pid = runningPid(files);
	if (!pid || users.some(isAlive)) return;
	process.kill(pid, 'SIGTERM');
	const deadline = performance.now() + PATIENCE.stop;
	while (runningPid(files) === pid && performance.now() < deadline) await delay(50);
	if (runningPid(files) === pid) process.kill(pid, 'SIGKILL');
	for (const user of users) rmSync(join(files.users, user), { force: true });
}

/** The engine's process, if it is neither dead nor a zombie. The number of a killed one may belong to another program by now. */
function runningPid({ pid }: EngineFiles): number | undefined {
	try {
		const stat = readFileSync(`/proc/${readFileSync(pid, 'utf8').trim()}/stat`, 'utf8');
		const number = /^(\d+) \(dockerd\) [^ZX]/.exec(stat)?.[1];
		return number ? Number(number) : undefined;
	} catch {
		return undefined;
	}
}

function lastLines(path: string): string {
	const lines = existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
	return lines.slice(-8).join('\n');
}
