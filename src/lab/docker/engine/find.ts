// Finds the Docker engine to run labs on: the first candidate that answers.
import { homedir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import { LabError } from '../../errors.ts';
import { type Address, connect } from './address.ts';
import { candidates, type Surroundings } from './sources.ts';

/** An engine that answers. */
export interface Engine {
	docker: Docker;
	url: string;
	/** Where its address came from, in words: `DOCKER_HOST`, `the system socket`. */
	source: string;
	/** Docker's version, such as `26.1.5`. */
	version: string;
	/** The addresses that were tried first and did not answer. */
	passed: Attempt[];
}

/** An address that was tried without success. */
export interface Attempt {
	source: string;
	url: string;
	code: AttemptCode;
	/** The reason in words. */
	why: string;
}

/** Why an engine was not used: a name for each reason that the user can fix, and `other`. */
export type AttemptCode = keyof typeof WHY | 'other';

const WHY = {
	'no-socket': 'no such socket',
	'not-listening': 'nothing listens there',
	/** The engine is there, but this user may not use it. */
	'no-permission': 'no permission to use it',
	'no-host': 'no such host',
	'not-a-socket': 'not a socket',
	/** The user ids that isolate a lab do not exist there. */
	'not-as-root': 'it is rootless or remaps users, which leaves none for labs',
} as const;

/** Node's code for each (man 3 errno). */
const CODES: Record<string, keyof typeof WHY> = {
	ENOENT: 'no-socket',
	ECONNREFUSED: 'not-listening',
	EACCES: 'no-permission',
	ENOTFOUND: 'no-host',
	ENOTSOCK: 'not-a-socket',
};

/** No engine answered; `tried` lists the addresses that were tried. */
export class EngineNotFound extends LabError {
	override name = 'EngineNotFound';
	readonly tried: Attempt[];

	constructor(tried: Attempt[]) {
		super('engine-not-found', `No Docker engine answers: ${tried.map(describeAttempt).join('; ')}.`);
		this.tried = tried;
	}
}

/** An attempt in words: `the system socket, unix:///var/run/docker.sock: no such socket`. */
export function describeAttempt({ source, url, why }: Attempt): string {
	return `${source}, ${url}: ${why}`;
}

/** How long an engine may take to answer, in ms. A live one takes about 5 ms; a remote one that is off never answers. */
const PATIENCE = 3000;

/**
 * Looks for an engine that can run labs, in the order of {@link candidates}.
 *
 * @throws EngineNotFound when none answers.
 */
export async function findEngine(surroundings: Partial<Surroundings> = {}): Promise<Engine> {
	const passed: Attempt[] = [];
	const here: Surroundings = { env: process.env, home: homedir(), platform: process.platform, ...surroundings };
	for (const { source, ...address } of candidates(here)) {
		try {
			return { ...(await greet(address)), source, passed };
		} catch (error) {
			passed.push({ source, url: address.url, ...reason(error) });
		}
	}
	throw new EngineNotFound(passed);
}

/**
 * Connects to an address and checks that an engine there can run labs.
 *
 * @throws when nothing answers in time, or what answers cannot run labs.
 */
export async function greet(address: Address): Promise<Pick<Engine, 'docker' | 'url' | 'version'>> {
	const docker = connect(address);
	const [{ Version, Os }, info] = await Promise.race([Promise.all([docker.version(), docker.info()]), silence()]);
	if (!Version) throw new Error('what answers there is not a Docker engine');
	if (Os !== 'linux') throw new Error(`it runs ${Os} containers, not Linux ones`);
	if (isRemapped(info.SecurityOptions)) throw new NotAsRoot();
	return { docker, url: address.url, version: Version };
}

/**
 * Whether the engine's root is not the machine's root, so that a lab's range of user ids is not available.
 *
 * @param options The engine's `SecurityOptions`, such as `name=seccomp,profile=default` (`GET /info`).
 */
export function isRemapped(options: string[] = []): boolean {
	return options.some((option) => /^name=(rootless|userns)\b/.test(option));
}

/** Rejects once the engine's time to answer is over. */
async function silence(): Promise<never> {
	await delay(PATIENCE, undefined, { ref: false });
	throw new Error(`no answer within ${PATIENCE / 1000} s`);
}

class NotAsRoot extends Error {}

/** Turns a connection error into a code and a reason in words. */
export function reason(error: unknown): Pick<Attempt, 'code' | 'why'> {
	const { code: system = '', message } = error as NodeJS.ErrnoException;
	const code = error instanceof NotAsRoot ? 'not-as-root' : CODES[system];
	return code ? { code, why: WHY[code] } : { code: 'other', why: message.replace(/\s+/g, ' ').trim() };
}
