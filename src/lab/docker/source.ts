// Labs on a Docker engine: the only source of labs on a reader's own computer.
import { availableParallelism } from 'node:os';
import type Docker from 'dockerode';
import { type Tell, tellNobody } from '../../telemetry/events.ts';
import type { LabSource } from '../contract.ts';
import { engineGone } from '../errors.ts';
import { within } from '../give-up.ts';
import { DockerLab } from './docker-lab.ts';
import { instanceId, removeUnusedVolumes } from './labels.ts';

export interface DockerLabsOptions {
	/** The engine that the labs run on. */
	docker: Docker;
	/** The lab image on that engine, from `ensureLabImage`. */
	image: string;
	/** The engine's version; becomes {@link LabSource.engine}. */
	engine?: string;
	tell?: Tell;
}

/** Makes labs that this process owns: they end when it ends, even if it is killed. */
export function dockerLabs({ docker, image, engine = '', tell = tellNobody }: DockerLabsOptions): LabSource {
	return {
		kind: 'docker',
		engine,
		can: ['reset', 'tty'],
		startsAtATime: Math.max(2, availableParallelism()),
		start: (signal) => DockerLab.start(docker, { image, owner: instanceId(), tell }, signal),
		answers: (patience) =>
			within(patience, docker.ping(), () => engineGone()).then(
				() => true,
				() => false,
			),
		// After a crash, a restarted engine removes its old labs but not their volumes.
		sweep: () => removeUnusedVolumes(docker),
	};
}
