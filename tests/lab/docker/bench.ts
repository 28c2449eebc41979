// The real engine and lab image of the test run, and the labs that a test starts on them.
import type Docker from 'dockerode';
import { inject, onTestFinished } from 'vitest';
import { Lab, type LabOptions } from '../../../src/lab/docker/docker-lab.ts';
import { connect } from '../../../src/lab/docker/engine/address.ts';
import { instanceId } from '../../../src/lab/docker/labels.ts';

export const image: string = inject('labImage');
export const docker: Docker = connect({ url: inject('engineUrl') });

/** Starts a lab that is removed when the test is over. */
export async function startLab(options: Partial<LabOptions> = {}): Promise<Lab> {
	const lab = await Lab.start(docker, { image, owner: instanceId(), ...options });
	onTestFinished(() => lab.remove());
	return lab;
}

/** What a script prints in a lab, without the last line's end. */
export async function output(lab: Lab, script: string): Promise<string> {
	return (await lab.run(script)).output.trimEnd();
}

/** What a script prints beside the supervisor, outside of the lab's walls, without the last line's end. */
export async function outside(lab: Lab, script: string): Promise<string> {
	const exec = await docker.getContainer(lab.id).exec({ Cmd: ['bash', '-c', script], AttachStdout: true, Tty: true });
	const stream = await exec.start({ hijack: true, Tty: true });
	return Buffer.concat(await stream.toArray())
		.toString()
		.replaceAll('\r', '')
		.trimEnd();
}

/** The volume that a lab keeps its files in. */
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
