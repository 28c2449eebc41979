// The target of the attacks: a started companion with a real engine, and a record of its requests to that engine.
import { inject } from 'vitest';
import { startCompanion } from '../../src/companion/companion.ts';
import { dockerLabs } from '../../src/lab/docker/source.ts';
import { bearerOf } from '../companion/page.ts';
import { image } from '../lab/docker/bench.ts';
import { tap, type Wire } from './wire.ts';

/** A server on a port of loopback that claims to be a companion. */
export interface Target {
	port: number;
	/** The one-time code of the next link. */
	code(): string;
	close(): Promise<void>;
}

/** A companion, with access for readers and a tap on its connection to the engine. */
export interface Companion extends Target {
	origin: string;
	wire: Wire;
	/** A new reader's bearer. */
	bearer(): Promise<string>;
}

export async function startTarget({ port = 0 } = {}): Promise<Companion> {
	const wire = await tap(inject('engineUrl'));
	const companion = await startCompanion({
		labs: dockerLabs({ docker: wire.docker, image, engine: 'test' }),
		siteDir: inject('siteDir'),
		port,
		mostLabs: 4,
	});
	return {
		port: companion.port,
		origin: `http://127.0.0.1:${companion.port}`,
		wire,
		code: () => new URL(companion.link).hash.slice('#code='.length),
		bearer: () => bearerOf(companion.link),
		async close() {
			await companion.close();
			await wire.close();
		},
	};
}
