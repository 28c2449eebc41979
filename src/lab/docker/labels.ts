// Marks everything that is made on the outer engine with its maker, and removes what a maker left behind.
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type Docker from 'dockerode';

/** On every container, volume, network and image of ours; its value says what the thing is (`lab`, `bake`, `image`). */
export const LABEL = 'underbridge';
/** The {@link instanceId} of the process that made it. */
export const OWNER_LABEL = 'underbridge.owner';

/** The labels of something that this process makes. */
export function labels(kind: string, owner = instanceId()): Record<string, string> {
	return { [LABEL]: kind, [OWNER_LABEL]: owner };
}

/**
 * Names this process among all that ever used an engine: where it runs, since which boot, its pid and its start.
 *
 * @returns A name that matches `^[a-z0-9-]{1,40}$`.
 */
export function instanceId(): string {
	return [pidSpace(), boot(), process.pid, startOf(process.pid)].join('-');
}

/**
 * Whether the process of an instance id is still running. Of a process in another place (another machine on the same
 * engine, a container with pids of its own) nothing can be known, and it counts as alive.
 */
export function isAlive(owner: string): boolean {
	const [ownersSpace, ownersBoot, pid, start] = owner.split('-');
	if (ownersSpace !== pidSpace()) return true;
	if (ownersBoot !== boot() || !runs(Number(pid))) return false;
	// A pid comes again; a pid with the same start does not. Only Linux tells the start of another process.
	return process.platform !== 'linux' || startOf(Number(pid)) === start;
}

/**
 * Removes the containers, volumes and networks of makers that are no longer alive.
 *
 * @returns How many were removed.
 */
export async function reap(docker: Docker): Promise<number> {
	return remove(docker, (owner) => !isAlive(owner));
}

/** Removes the containers, volumes and networks that this process made. */
export async function removeOwn(docker: Docker): Promise<void> {
	await remove(docker, (owner) => owner === instanceId());
}

/** Removes the volumes that this process's containers left behind: those of labs that a crash of the engine ended. */
export async function removeUnusedVolumes(docker: Docker): Promise<void> {
	const filters = { label: [`${OWNER_LABEL}=${instanceId()}`], dangling: ['true'] };
	const { Volumes } = await docker.listVolumes({ filters });
	await Promise.all((Volumes ?? []).map(({ Name }) => unlessGone(docker.getVolume(Name).remove())));
}

async function remove(docker: Docker, theirs: (owner: string) => boolean): Promise<number> {
	const filters = { label: [LABEL] };
	const concerns = (thing: { Labels?: Record<string, string> | null }) => {
		const owner = thing.Labels?.[OWNER_LABEL];
		return owner !== undefined && theirs(owner);
	};
	const containers = (await docker.listContainers({ all: true, filters })).filter(concerns);
	await Promise.all(containers.map(({ Id }) => unlessGone(docker.getContainer(Id).remove({ force: true, v: true }))));
	const volumes = ((await docker.listVolumes({ filters })).Volumes ?? []).filter(concerns);
	await Promise.all(volumes.map(({ Name }) => unlessGone(docker.getVolume(Name).remove())));
	const networks = (await docker.listNetworks({ filters })).filter(concerns);
	await Promise.all(networks.map(({ Id }) => unlessGone(docker.getNetwork(Id).remove())));
	return containers.length + volumes.length + networks.length;
}

/** Lets a removal pass that found its object gone (404) or already being removed (409). */
export async function unlessGone(removal: Promise<unknown>): Promise<void> {
	await removal.catch((error: { statusCode?: number }) => {
		if (error.statusCode !== 404 && error.statusCode !== 409) throw error;
	});
}

/** Where pids are counted: the machine, and on Linux its pid namespace. */
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

/** When a process started: its clock ticks since the boot (`man 5 proc_pid_stat`, field 22), or `0` where that is not told. */
function startOf(pid: number): string {
	if (process.platform !== 'linux') return '0';
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// Fields are counted from behind the name, which may hold blanks and brackets. A dead process that nobody has waited
		// for yet (a zombie) still has them.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return 'ZX'.includes(fields[0] ?? 'X') ? 'gone' : Number(fields[19]).toString(36);
	} catch {
		return 'gone';
	}
}
