// Where to look for an engine: an ordered list of small strategies, each returning the addresses to try.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Address } from './address.ts';

/** What the strategies read. */
export interface Surroundings {
	/** The address given by `--engine`. */
	engine?: string;
	env: NodeJS.ProcessEnv;
	/** The home folder. */
	home: string;
	platform: NodeJS.Platform;
}

/** An address to try, and its origin in words that a reader understands. */
export interface Candidate extends Address {
	source: string;
}

type Strategy = (surroundings: Surroundings) => Candidate[];

const givenByOption: Strategy = ({ engine }) => (engine ? [{ source: '--engine', url: engine }] : []);

/** https://docs.docker.com/reference/cli/docker/#environment-variables */
const givenByEnvironment: Strategy = ({ env, home }) => {
	if (!env.DOCKER_HOST) return [];
	const url = env.DOCKER_HOST.includes('://') ? env.DOCKER_HOST : `tcp://${env.DOCKER_HOST}`;
	const certificates = env.DOCKER_TLS_VERIFY ? (env.DOCKER_CERT_PATH ?? join(home, '.docker')) : undefined;
	return [{ source: 'DOCKER_HOST', url, certificates }];
};

/** A context's files are in a folder named by the SHA-256 of the context's name (docs.docker.com/engine/manage-resources/contexts). */
const currentContext: Strategy = ({ env, home }) => {
	const folder = env.DOCKER_CONFIG ?? join(home, '.docker');
	const name = env.DOCKER_CONTEXT ?? readJson(join(folder, 'config.json'))?.currentContext;
	if (!name || name === 'default') return [];
	const id = createHash('sha256').update(name).digest('hex');
	const url = readJson(join(folder, 'contexts', 'meta', id, 'meta.json'))?.Endpoints?.docker?.Host;
	const certificates = join(folder, 'contexts', 'tls', id, 'docker');
	if (!url) return [];
	return [{ source: `docker context "${name}"`, url, ...(existsSync(certificates) && { certificates }) }];
};

const systemSocket: Strategy = ({ platform }) =>
	platform === 'win32' ? [] : [{ source: 'the system socket', url: 'unix:///var/run/docker.sock' }];

const rootlessSocket: Strategy = ({ env, platform }) =>
	platform === 'linux' && env.XDG_RUNTIME_DIR
		? [{ source: 'rootless Docker', url: `unix://${join(env.XDG_RUNTIME_DIR, 'docker.sock')}` }]
		: [];

const desktopSockets: Strategy = ({ home, platform }) =>
	platform === 'win32'
		? []
		: [
				'.docker/run/docker.sock',
				'.docker/desktop/docker.sock',
				'Library/Containers/com.docker.docker/Data/docker.raw.sock',
			]
				.filter((path) => platform === 'darwin' || !path.startsWith('Library'))
				.map((path) => ({ source: 'Docker Desktop', url: `unix://${join(home, path)}` }));

const windowsPipes: Strategy = ({ platform }) =>
	platform === 'win32'
		? ['docker_engine', 'dockerDesktopLinuxEngine'].map((pipe) => ({
				source: 'Docker Desktop',
				url: `npipe:////./pipe/${pipe}`,
			}))
		: [];

const strategies = [givenByEnvironment, currentContext, systemSocket, rootlessSocket, desktopSockets, windowsPipes];

/** The addresses to try, in order. An address given by `--engine` is the only one: the user means exactly that engine. */
export function candidates(surroundings: Surroundings): Candidate[] {
	const given = givenByOption(surroundings);
	return given.length > 0 ? given : strategies.flatMap((strategy) => strategy(surroundings));
}

// biome-ignore lint/suspicious/noExplicitAny: files of another program, read only with `?.`
function readJson(path: string): any {
	try {
		return JSON.parse(readFileSync(path, 'utf8'));
	} catch {
		return undefined;
	}
}
