// The request that creates a lab's container: constant except for sizes, ids and labels. SECURITY.md explains each line.
import { networkInterfaces } from 'node:os';
import type { ContainerCreateOptions } from 'dockerode';
import { labels } from './labels.ts';
import { SECCOMP_PROFILE } from './seccomp.ts';

/** The limits that may differ between labs. */
export interface LabSizes {
	/** Bytes of RAM for the whole lab, including its files. */
	memory: number;
	/** Processes and threads. */
	pids: number;
	/** CPU cores, which may be a fraction; at most as many as the engine has. */
	cpus: number;
	/** Bytes of files: writes to the lab's root, and the inner engine's images and containers. */
	data: number;
}

const MIB = 2 ** 20;
export const DEFAULT_SIZES: LabSizes = { memory: 2048 * MIB, pids: 512, cpus: 2, data: 1024 * MIB };

/** The supervisor's capabilities. The lab's root has all capabilities, but only in its own user namespace. */
const CAPABILITIES = ['SYS_ADMIN', 'NET_ADMIN', 'SETUID', 'SETGID', 'CHOWN', 'DAC_OVERRIDE'];

/**
 * The body of the engine's `POST /containers/create`.
 *
 * @param kind The container's purpose, written to its label: `lab` or `bake`.
 * @param inMemory Whether the lab's files are in RAM, with a size limit; otherwise they are on the engine's disk, without one.
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
		// The lab ends and removes itself when its standard input closes.
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
 * Whether a kernel's tmpfs can hold a lab's root and images: overlay in a user namespace needs `user.*` attributes, which
 * tmpfs supports since Linux 6.6 (kernelnewbies.org/Linux_6.6, "tmpfs: add support for user xattrs").
 *
 * @param release The output of `uname -r`, or the engine's `KernelVersion`: `6.12.43-amd64`.
 */
export function tmpfsCarriesOverlay(release: string): boolean {
	const [major = 0, minor = 0] = release.split('.').map((part) => Number.parseInt(part, 10));
	return major > 6 || (major === 6 && minor >= 6);
}

/** The IPv4 addresses of the companion's machine, whose services a lab must not reach. */
function ownAddresses(): string[] {
	return Object.values(networkInterfaces()).flatMap((interfaces) =>
		(interfaces ?? []).filter(({ family }) => family === 'IPv4').map(({ address }) => address),
	);
}
