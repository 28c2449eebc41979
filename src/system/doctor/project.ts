// The doctor's facts about the project: version, Node, npm, dependencies, generated folders and browser.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hasDesktop } from '../browser.ts';
import { dependenciesMatch, root } from '../setup.mjs';
import { inWords, MADE_HERE, sizeOf } from '../sizes.ts';
import type { Fact, Probe } from './report.ts';

const run = promisify(execFile);
/** Limit for running a program, and for measuring a folder; in ms. */
const PATIENCE = 2000;

export const projectProbes: Probe[] = [
	{ what: 'Underbridge', look: version },
	{ what: 'Node', look: node },
	{ what: 'npm', look: async () => [['npm', await npm()]] },
	{
		what: 'dependencies',
		look: () => [['dependencies', dependenciesMatch() ? 'as the lockfile has them' : 'not as the lockfile has them']],
	},
	{ what: 'made here', look: madeHere },
	{ what: 'browser', look: browser },
];

async function version(): Promise<Fact[]> {
	const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	const git = (...args: string[]) => run('git', ['-C', root, ...args], { timeout: PATIENCE });
	const commit = await git('rev-parse', '--short=12', 'HEAD').then(
		({ stdout }) => stdout.trim(),
		() => undefined,
	);
	if (!commit) return [['Underbridge', `${version}, not a clone`]];
	const changes = await git('status', '--porcelain').then(
		({ stdout }) => stdout.trim().split('\n').filter(Boolean).length,
	);
	return [['Underbridge', `${version}, commit ${commit}${changes ? `, ${changes} files changed` : ''}`]];
}

function node(): Fact[] {
	const own = existsSync(join(root, 'node_modules/.bin/node'));
	const started = process.env.npm_config_user_agent?.match(/node\/v(\S+)/)?.[1];
	const facts = [
		`${process.versions.node} runs this`,
		started && started !== process.versions.node && `${started} runs npm`,
		own ? 'one came with the dependencies' : 'none came with the dependencies',
	];
	return [['Node', facts.filter(Boolean).join('; ')]];
}

async function npm(): Promise<string> {
	const agent = process.env.npm_config_user_agent?.match(/npm\/(\S+)/)?.[1];
	if (agent) return agent;
	// On Windows npm is a batch file, which only a shell can start.
	const { stdout } = await run('npm', ['--version'], { timeout: PATIENCE, shell: process.platform === 'win32' });
	return stdout.trim();
}

function browser(): Fact[] {
	return [['browser', hasDesktop() ? 'npm start opens one' : 'npm start opens none: there is no desktop here']];
}

async function madeHere(): Promise<Fact[]> {
	const sizes = MADE_HERE.filter((name) => existsSync(join(root, name))).map(
		async (name) => `${name}: ${inWords(await sizeOf(join(root, name), PATIENCE))}`,
	);
	return [['made in the project', (await Promise.all(sizes)).join('; ') || 'nothing']];
}
