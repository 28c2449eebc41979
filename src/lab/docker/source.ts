// Labs on a Docker engine: the one source of labs that readers on their own computer have.
import { availableParallelism } from 'node:os';
import type Docker from 'dockerode';
import { type Tell, tellNobody } from '../../telemetry/events.ts';
import type { LabSource } from '../contract.ts';
import { engineGone } from '../errors.ts';
import { within } from '../give-up.ts';
import { DockerLab } from './docker-lab.ts';
import { instanceId, removeUnusedVolumes } from './labels.ts';

export interface DockerLabsOptions {
	/** The engine that carries the labs. */
	docker: Docker;
	/** The lab image on that engine, from `ensureLabImage`. */
	image: string;
	/** The engine's version, as {@link LabSource.engine} tells it. */
	engine?: string;
	tell?: Tell;
}

/** Makes labs that this process owns: they end with it, however that dies. */
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
		// An engine that starts again after a crash removes the labs that it had, but not their volumes.
		sweep: () => removeUnusedVolumes(docker),
	};
}
