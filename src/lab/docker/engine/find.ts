// Finds the Docker engine that labs are to run on: the first candidate that answers.
import { homedir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import { type Address, connect } from './address.ts';
import { candidates, type Surroundings } from './sources.ts';

/** An engine that answers. */
export interface Engine {
	docker: Docker;
	url: string;
	/** Where its address came from, for people: `DOCKER_HOST`, `the system socket`. */
	source: string;
	/** Docker's version, such as `26.1.5`. */
	version: string;
	/** The addresses that were tried before it and did not answer. */
	passed: Attempt[];
}

/** An address that was tried in vain. */
export interface Attempt {
	source: string;
	url: string;
	why: string;
}

/** No engine answered; `tried` tells where one was looked for. */
export class EngineNotFound extends Error {
	readonly tried: Attempt[];

	constructor(tried: Attempt[]) {
		super(`No Docker engine answers: ${tried.map(describeAttempt).join('; ')}.`);
		this.name = 'EngineNotFound';
		this.tried = tried;
	}
}

/** An attempt in words: `the system socket, unix:///var/run/docker.sock: no such socket`. */
export function describeAttempt({ source, url, why }: Attempt): string {
	return `${source}, ${url}: ${why}`;
}

/** Why an attempt failed where the engine is there, and not for whoever asks. */
export const NO_PERMISSION = 'no permission to use it';

/** Why an attempt failed where the users that a lab needs as a wall of its own do not exist. */
export const NOT_AS_ROOT = 'it is rootless or remaps users, which leaves none for labs';

/** How long an engine may take to answer, in ms. A live one takes some 5 ms; a remote one that is off never answers. */
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
			passed.push({ source, url: address.url, why: reason(error) });
		}
	}
	throw new EngineNotFound(passed);
}

/**
 * Asks the engine at an address what it is.
 *
 * @throws when nobody answers in time, or what answers cannot run labs.
 */
export async function greet(address: Address): Promise<Pick<Engine, 'docker' | 'url' | 'version'>> {
	const docker = connect(address);
	const [{ Version, Os }, info] = await Promise.race([Promise.all([docker.version(), docker.info()]), silence()]);
	if (!Version) throw new Error('what answers there is not a Docker engine');
	if (Os !== 'linux') throw new Error(`it runs ${Os} containers, not Linux ones`);
	if (isRemapped(info.SecurityOptions)) throw new Error(NOT_AS_ROOT);
	return { docker, url: address.url, version: Version };
}

/**
 * Whether an engine's root is not the machine's, so that a lab's range of users is not there for it.
 *
 * @param options The engine's `SecurityOptions`, such as `name=seccomp,profile=default` (`GET /info`).
 */
export function isRemapped(options: string[] = []): boolean {
	return options.some((option) => /^name=(rootless|userns)\b/.test(option));
}

/** Rejects when an engine has had long enough. */
async function silence(): Promise<never> {
	await delay(PATIENCE, undefined, { ref: false });
	throw new Error(`no answer within ${PATIENCE / 1000} s`);
}

/** Why an address does not answer, in words. */
export function reason(error: unknown): string {
	const { code, message } = error as NodeJS.ErrnoException;
	const known: Record<string, string> = {
		ENOENT: 'no such socket',
		ECONNREFUSED: 'nothing listens there',
		EACCES: NO_PERMISSION,
		ENOTFOUND: 'no such host',
		ENOTSOCK: 'not a socket',
	};
	return known[code ?? ''] ?? message.replace(/\s+/g, ' ').trim();
}
