// The call that creates a lab's container: a constant but for sizes, ids and labels. Why each line is there: SECURITY.md.
import { networkInterfaces } from 'node:os';
import type { ContainerCreateOptions } from 'dockerode';
import { labels } from './labels.ts';
import { SECCOMP_PROFILE } from './seccomp.ts';

/** What one lab may differ in from another. */
export interface LabSizes {
	/** Bytes of RAM of everything in the lab, its files included. */
	memory: number;
	/** Processes and threads. */
	pids: number;
	/** Cores, which may be a fraction; at most those that the engine has. */
	cpus: number;
	/** Bytes of files: what is written to the lab's root, and its engine's images and containers. */
	data: number;
}

const MIB = 2 ** 20;
export const DEFAULT_SIZES: LabSizes = { memory: 2048 * MIB, pids: 512, cpus: 2, data: 1024 * MIB };

/** The supervisor's; the lab's root has all capabilities, but only over its own user namespace. */
const CAPABILITIES = ['SYS_ADMIN', 'NET_ADMIN', 'SETUID', 'SETGID', 'CHOWN', 'DAC_OVERRIDE'];

/**
 * The body of the engine's `POST /containers/create`.
 *
 * @param kind What the container is for, as its label tells: `lab` or `bake`.
 * @param inMemory Whether the lab's files are kept in RAM, with a bound; otherwise on the engine's disk, without one.
 */
export function recipe(
	image: string,
	kind: string,
	owner: string,
	sizes: LabSizes,
	inMemory: boolean,
): ContainerCreateOptions {
	const own = labels(kind, owner);
	return {
		Image: image,
		Cmd: ['/lab/bin/supervise'],
		Hostname: 'lab',
		Env: [`DENY=${ownAddresses().join(' ')}`],
		Labels: own,
		// Who holds the input holds the lab: when they let go, it ends and removes itself.
		OpenStdin: true,
		StdinOnce: true,
		AttachStdin: true,
		AttachStdout: true,
		AttachStderr: true,
		Tty: false,
		HostConfig: {
			AutoRemove: true,
			Privileged: false,
			ReadonlyRootfs: true,
			CapDrop: ['ALL'],
			CapAdd: CAPABILITIES,
			SecurityOpt: ['no-new-privileges', 'apparmor=unconfined', 'label=disable', `seccomp=${SECCOMP_PROFILE}`],
			CgroupnsMode: 'private',
			IpcMode: 'private',
			NetworkMode: 'bridge',
			Sysctls: { 'net.ipv4.ip_forward': '1' },
			Memory: sizes.memory,
			MemorySwap: sizes.memory,
			NanoCpus: Math.round(sizes.cpus * 1e9),
			PidsLimit: sizes.pids,
			OomScoreAdj: 500,
			Ulimits: [
				{ Name: 'nofile', Soft: 4096, Hard: 4096 },
				{ Name: 'core', Soft: 0, Hard: 0 },
			],
			Tmpfs: { '/run': 'size=16m' },
			Mounts: [
				{
					Type: 'volume',
					Source: '',
					Target: '/lab/data',
					VolumeOptions: {
						NoCopy: true,
						Labels: own,
						DriverConfig: {
							Name: 'local',
							Options: inMemory ? { type: 'tmpfs', device: 'tmpfs', o: `size=${sizes.data}` } : {},
						},
					},
				},
			],
			LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '1' } },
			RestartPolicy: { Name: 'no' },
		},
	} as ContainerCreateOptions;
}

/**
 * Whether a kernel's tmpfs can carry a lab's root and images: overlay in a user namespace wants `user.*` attributes, which
 * tmpfs has since Linux 6.6 (kernelnewbies.org/Linux_6.6, "tmpfs: add support for user xattrs").
 *
 * @param release As `uname -r` and the engine's `KernelVersion` give it: `6.12.43-amd64`.
 */
export function tmpfsCarriesOverlay(release: string): boolean {
	const [major = 0, minor = 0] = release.split('.').map((part) => Number.parseInt(part, 10));
	return major > 6 || (major === 6 && minor >= 6);
}

/** The IPv4 addresses of the machine that the companion runs on: its services are none of the lab's business. */
function ownAddresses(): string[] {
	return Object.values(networkInterfaces()).flatMap((interfaces) =>
		(interfaces ?? []).filter(({ family }) => family === 'IPv4').map(({ address }) => address),
	);
}
