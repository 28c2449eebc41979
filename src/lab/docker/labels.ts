// Labels everything we create on the outer engine with its owner, and removes what a dead owner left behind.
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type Docker from 'dockerode';

/** On each of our containers, volumes, networks and images; the value is its kind (`lab`, `bake`, `image`). */
export const LABEL = 'underbridge';
/** The {@link instanceId} of the process that created it. */
export const OWNER_LABEL = 'underbridge.owner';

/** The labels for something that this process creates. */
export function labels(kind: string, owner = instanceId()): Record<string, string> {
	return { [LABEL]: kind, [OWNER_LABEL]: owner };
}

/**
 * Identifies this process among all that ever used an engine: by its machine and pid namespace, boot, pid and start time.
 *
 * @returns A name that matches `^[a-z0-9-]{1,40}$`.
 */
export function instanceId(): string {
	return [pidSpace(), boot(), process.pid, startOf(process.pid)].join('-');
}

/**
 * Whether the process of an instance id is still running. A process in another pid space (another machine on the same
 * engine, a container) cannot be checked, and counts as alive.
 */
export function isAlive(owner: string): boolean {
	const [ownersSpace, ownersBoot, pid, start] = owner.split('-');
	if (ownersSpace !== pidSpace()) return true;
	if (ownersBoot !== boot() || !runs(Number(pid))) return false;
	// Pids are reused; a pid with the same start time is not. Only on Linux do we know another process's start time.
	return process.platform !== 'linux' || startOf(Number(pid)) === start;
}

/** Removes the containers, volumes and networks of owners that are no longer alive. @returns How many were removed. */
export async function reap(docker: Docker): Promise<number> {
	return remove(docker, (owner) => !isAlive(owner));
}

/** Removes the containers, volumes and networks that this process created. */
export async function removeOwn(docker: Docker): Promise<void> {
	await remove(docker, (owner) => owner === instanceId());
}

/** Removes the volumes of this process's labs that ended when the engine crashed. */
export async function removeUnusedVolumes(docker: Docker): Promise<void> {
	const filters = { label: [`${OWNER_LABEL}=${instanceId()}`], dangling: ['true'] };
	const { Volumes } = await docker.listVolumes({ filters });
	await Promise.all((Volumes ?? []).map(({ Name }) => unlessGone(docker.getVolume(Name).remove())));
}

async function remove(docker: Docker, isOwned: (owner: string) => boolean): Promise<number> {
	const filters = { label: [LABEL] };
	const isSelected = (thing: { Labels?: Record<string, string> | null }) => {
		const owner = thing.Labels?.[OWNER_LABEL];
		return owner !== undefined && isOwned(owner);
	};
	const containers = (await docker.listContainers({ all: true, filters })).filter(isSelected);
	await Promise.all(containers.map(({ Id }) => unlessGone(docker.getContainer(Id).remove({ force: true, v: true }))));
	const volumes = ((await docker.listVolumes({ filters })).Volumes ?? []).filter(isSelected);
	await Promise.all(volumes.map(({ Name }) => unlessGone(docker.getVolume(Name).remove())));
	const networks = (await docker.listNetworks({ filters })).filter(isSelected);
	await Promise.all(networks.map(({ Id }) => unlessGone(docker.getNetwork(Id).remove())));
	return containers.length + volumes.length + networks.length;
}

/** Accepts a removal whose object is gone (404) or already being removed (409). */
export async function unlessGone(removal: Promise<unknown>): Promise<void> {
	await removal.catch((error: { statusCode?: number }) => {
		if (error.statusCode !== 404 && error.statusCode !== 409) throw error;
	});
}

/** The space in which a pid is unique: the machine, and on Linux the pid namespace. */
function pidSpace(): string {
	const pids = process.platform === 'linux' ? readlinkSync('/proc/self/ns/pid') : '';
	return createHash('sha256').update(`${hostname()} ${pids}`).digest('hex').slice(0, 8);
}

function boot(): string {
	return process.platform === 'linux' ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8) : '0';
}

function runs(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** A process's start time in clock ticks since boot (`man 5 proc_pid_stat`, field 22), or `0` on systems other than Linux. */
function startOf(pid: number): string {
	if (process.platform !== 'linux') return '0';
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// The name may contain blanks and parentheses, so fields are counted after it. A zombie still has a stat file.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return 'ZX'.includes(fields[0] ?? 'X') ? 'gone' : Number(fields[19]).toString(36);
	} catch {
		return 'gone';
	}
}
