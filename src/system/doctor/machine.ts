// The doctor's facts about the machine: system, memory, kernel settings, port and disks.
import { existsSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { arch, cpus, freemem, homedir, release, totalmem, type } from 'node:os';
import { dirname, join } from 'node:path';
import { tmpfsCarriesOverlay } from '../../lab/docker/recipe.ts';
import { root } from '../setup.mjs';
import { inWords } from '../sizes.ts';
import type { Fact, Probe } from './report.ts';

/** The default port of `npm start`. */
const PORT = 4321;

export const machineProbes: Probe[] = [
	{ what: 'system', look: system },
	{ what: 'memory', look: memory },
	{ what: 'cgroups', look: cgroups },
	{ what: 'kernel settings', look: settings },
	{ what: `port ${PORT}`, look: async () => [[`port ${PORT}`, await portState()]] },
	{ what: 'disk', look: disk },
];

function system(): Fact[] {
	const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(text('/etc/os-release'))?.[1] ?? type();
	const around = [
		/microsoft/i.test(release()) && 'WSL',
		existsSync('/.dockerenv') && 'inside a container',
		process.env.SSH_CONNECTION && 'over SSH',
		process.env.CI && 'in CI',
	].filter(Boolean);
	return [
		['system', [name, ...around].join(', ')],
		['kernel', `${type()} ${release()}`],
		['architecture', `${arch()}, ${cpus().length} processors`],
	];
}

function memory(): Fact[] {
	const available = Number(/MemAvailable:\s+(\d+)/.exec(text('/proc/meminfo'))?.[1]) * 1024 || freemem();
	return [['memory', `${words(totalmem())}, of which ${words(available)} are available`]];
}

/** `man 7 cgroups`: version 2 has its controllers at the root; a hybrid mounts version 2 beside those of version 1. */
function cgroups(): Fact[] {
	if (process.platform !== 'linux') return [];
	const controllers = text('/sys/fs/cgroup/cgroup.controllers').trim();
	if (controllers) return [['cgroups', `v2 (${controllers})`]];
	if (existsSync('/sys/fs/cgroup/unified/cgroup.controllers')) return [['cgroups', 'hybrid (v1, and v2 beside it)']];
	return [['cgroups', existsSync('/sys/fs/cgroup/memory') ? 'v1' : 'none are mounted']];
}

/** Kernel settings that labs depend on. They are this machine's; an engine on another machine has its own. */
function settings(): Fact[] {
	if (process.platform !== 'linux') return [];
	const setting = (path: string) => text(`/proc/sys/${path}`).trim();
	const restricted = setting('kernel/apparmor_restrict_unprivileged_userns');
	const clone = setting('kernel/unprivileged_userns_clone');
	const facts = [
		`a tmpfs ${tmpfsCarriesOverlay(release()) ? 'can' : 'cannot'} carry overlays`,
		`user namespaces: ${setting('user/max_user_namespaces') || 'none'} at most`,
		clone && `unprivileged ones: ${clone === '1' ? 'allowed' : 'refused'}`,
		`AppArmor: ${text('/sys/module/apparmor/parameters/enabled').trim() === 'Y' ? 'on' : 'off'}`,
		restricted && `it ${restricted === '1' ? 'restricts' : 'does not restrict'} unprivileged user namespaces`,
		existsSync('/sys/fs/selinux/enforce') && 'SELinux: on',
	];
	return [['kernel settings', facts.filter(Boolean).join('; ')]];
}

async function portState(): Promise<string> {
	const server = createServer();
	return new Promise((resolve) => {
		server.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'EADDRINUSE' ? 'taken' : `${code}`));
		server.listen({ host: '127.0.0.1', port: PORT }, () => server.close(() => resolve('free')));
	});
}

async function disk(): Promise<Fact[]> {
	const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
	const places: [string, string][] = [
		['the project', root],
		['the cache', cache],
		['/var/lib/docker', '/var/lib/docker'],
	];
	const free = places
		.filter(([name, path]) => !name.startsWith('/') || existsSync(path))
		.map(async ([name, path]) => {
			const { bavail, bsize, blocks } = await statfs(existing(path));
			return `${name}: ${words(bavail * bsize)} of ${words(blocks * bsize)}`;
		});
	return [['disk, free', (await Promise.all(free)).join('; ')]];
}

/** The path, or its nearest parent that exists. */
function existing(path: string): string {
	return existsSync(path) || dirname(path) === path ? path : existing(dirname(path));
}

function words(bytes: number): string {
	return inWords({ bytes, whole: true });
}

/** A file's text; empty where it is missing or unreadable, which leaves the fact out of the report. */
function text(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '';
	}
}
