// Lists what a started command has made on the engine, without what other processes make at the same time.
import { readFileSync } from 'node:fs';
import type Docker from 'dockerode';
import { LABEL, OWNER_LABEL } from '../../src/lab/docker/labels.ts';

/** The process that a command's script runs our TypeScript in (src/system/setup.mjs). */
export function companionOf(script: { pid?: number }): number {
	return Number(readFileSync(`/proc/${script.pid}/task/${script.pid}/children`, 'utf8').split(' ')[0]);
}

/** Ids of all containers, volumes and networks that a process has made, even after it has ended. */
export async function thingsOf(engine: Docker, pid: number): Promise<string[]> {
	const filters = { label: [LABEL] };
	// An owner consists of pid namespace, boot, pid and start time (src/lab/docker/labels.ts).
	const own = ({ Labels }: { Labels?: Record<string, string> | null }) =>
		Labels?.[OWNER_LABEL]?.split('-')[2] === String(pid);
	const containers = await engine.listContainers({ all: true, filters });
	const { Volumes } = await engine.listVolumes({ filters });
	const networks = await engine.listNetworks({ filters });
	return [
		...containers.filter(own).map(({ Id }) => Id),
		...(Volumes ?? []).filter(own).map(({ Name }) => Name),
		...networks.filter(own).map(({ Id }) => Id),
	];
}
