// The test run's real engine and lab image, and functions to start labs on them and look into them.
import type Docker from 'dockerode';
import { inject, onTestFinished } from 'vitest';
import { DockerLab, type LabOptions } from '../../../src/lab/docker/docker-lab.ts';
import { connect } from '../../../src/lab/docker/engine/address.ts';
import { instanceId } from '../../../src/lab/docker/labels.ts';
import { dockerLabs } from '../../../src/lab/docker/source.ts';
import { standardPlatform } from '../../../src/lab/platform.ts';
import { Shell, type ShellObserver } from '../../../src/lab/shell/shell.ts';
import type { Size } from '../../../src/lab/shell/terminal.ts';
import { tellNobody } from '../../../src/telemetry/events.ts';

export const image: string = inject('labImage');
export const docker: Docker = connect({ url: inject('engineUrl') });

/** The source of labs for a test's companion. */
export const labs = dockerLabs({ docker, image, engine: 'test' });

/** The real clock and random bytes, without telemetry. */
export const platform = standardPlatform(tellNobody);

/** Opens a shell in a lab, and waits for its first prompt. */
export function openShell(lab: DockerLab, size: Size, observer?: ShellObserver): Promise<Shell> {
	return Shell.open((key, size) => lab.openTerminal(key, size), size, platform, observer);
}

/** Starts a lab that is removed when the test ends. */
export async function startLab(options: Partial<LabOptions> = {}): Promise<DockerLab> {
	const lab = await DockerLab.start(docker, { image, owner: instanceId(), ...options });
	onTestFinished(() => lab.remove());
	return lab;
}

/** A script's output in a lab, without trailing whitespace. */
export async function output(lab: DockerLab, script: string): Promise<string> {
	return (await lab.run(script)).output.trimEnd();
}

/** A script's output in the container but outside the lab's namespaces, beside the supervisor, without trailing whitespace. */
export async function outside(lab: DockerLab, script: string): Promise<string> {
	const exec = await docker.getContainer(lab.id).exec({ Cmd: ['bash', '-c', script], AttachStdout: true, Tty: true });
	const stream = await exec.start({ hijack: true, Tty: true });
	return Buffer.concat(await stream.toArray())
		.toString()
		.replaceAll('\r', '')
		.trimEnd();
}

/** The name of the volume with a lab's files. */
export async function volumeOf(lab: string): Promise<string> {
	const { Mounts } = await docker.getContainer(lab).inspect();
	return Mounts.find(({ Destination }) => Destination === '/lab/data')?.Name ?? '';
}

export async function containerExists(id: string): Promise<boolean> {
	return (await docker.listContainers({ all: true })).some(({ Id }) => Id === id);
}

export async function volumeExists(name: string): Promise<boolean> {
	return (await docker.listVolumes()).Volumes.some(({ Name }) => Name === name);
}
