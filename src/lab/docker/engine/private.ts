// A private engine, for machines where dockerd is installed but no engine answers. Its socket, data and pid file are in a cache
// folder. It outlives a companion that is killed, the next companion adopts it, and it ends with the last companion that uses it.
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
	/** Ends the engine, unless another live companion uses it. */
	release(): Promise<void>;
}

/** How long dockerd may take to answer, and to end, in ms. On an idle machine it takes about 1 s. */
const PATIENCE = { start: 60_000, stop: 20_000 };

/** The path of `dockerd`, if it is installed. Root's PATH does not always contain its folder. */
export function findDockerd(): string | undefined {
	const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
	return folders.map((folder) => join(folder, 'dockerd')).find((path) => existsSync(path));
}

/**
 * Starts the private engine, or adopts the one that is running. Needs root.
 *
 * @param dockerd path of the program
 * @param folder the data folder, by default `underbridge/engine` in the user's cache folder
 * @throws Error with the last lines of dockerd's log when it does not start
 */
export async function startPrivateEngine(dockerd: string, folder = defaultFolder()): Promise<PrivateEngine> {
	const files = layOut(folder);
	writeFileSync(join(files.users, instanceId()), '');
	// A running engine may be shutting down: then this waits for its end and starts a new one.
	const engine = (await answering(files, () => runningPid(files) !== undefined)) ?? (await launched(dockerd, files));
	return { ...engine, source: 'a private engine', passed: [], release: () => release(files) };
}

/** The state of the private engine, which may exist without running. */
export interface PrivateEngineState {
	folder: string;
	/** The address that it listens on. */
	url: string;
	/** The folder of sockets and runtime state; `folder` itself unless its path is too long. */
	run: string;
	running: boolean;
	/** The live processes that use it, as instance ids. */
	users: string[];
}

/** Reads the private engine's state and changes nothing. @returns undefined when there is none */
export function privateEngine(folder = defaultFolder()): PrivateEngineState | undefined {
	if (!existsSync(folder)) return undefined;
	const files = paths(folder);
	const users = existsSync(files.users) ? readdirSync(files.users).filter(isAlive) : [];
	return { folder, url: files.url, run: files.run, running: runningPid(files) !== undefined, users };
}

/** Ends the private engine, unless a live companion uses it. @returns whether it has ended */
export async function endPrivateEngine(folder = defaultFolder()): Promise<boolean> {
	const files = paths(folder);
	if (existsSync(files.users)) await release(files);
	return runningPid(files) === undefined;
}

type EngineFiles = ReturnType<typeof paths>;

/** Creates the folders that an engine needs to start. */
function layOut(folder: string): EngineFiles {
	const files = paths(folder);
	for (const path of [folder, files.run, files.users]) mkdirSync(path, { recursive: true, mode: 0o700 });
	return files;
}

function paths(folder: string) {
	// A socket's path may have 107 bytes (man 7 unix), and containerd's own sockets add about 40 to the folder.
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

/** Starts dockerd in its own session, so that Ctrl-C in the terminal does not end it before the labs are removed. */
function launch(dockerd: string, { url, exec, data, pid, log, config }: EngineFiles): ChildProcess {
	rmSync(pid, { force: true }); // left by a killed engine: dockerd refuses to start if another process has that pid now
	writeFileSync(config, '{}\n'); // the system's daemon.json may name other sockets and folders
	const output = openSync(log, 'w');
	const args = ['--host', url, '--data-root', data, '--exec-root', exec, '--pidfile', pid, '--config-file', config];
	const child = spawn(dockerd, args, { detached: true, stdio: ['ignore', output, output] });
	closeSync(output);
	child.unref();
	return child;
}

type Answering = Awaited<ReturnType<typeof greet>>;

/** The engine, once it answers; undefined when it takes too long or ends first. */
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

/** The engine's pid, if it is neither dead nor a zombie. Another program may have the pid of a killed engine by now. */
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
