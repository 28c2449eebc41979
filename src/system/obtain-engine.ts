// Obtains the engine that labs run on: one that answers, or else a private one, installing Docker first where that is possible.
import {
	type AttemptCode,
	describeAttempt,
	type Engine,
	EngineNotFound,
	findEngine,
} from '../lab/docker/engine/find.ts';
import { findDockerd, type PrivateEngine, startPrivateEngine } from '../lab/docker/engine/private.ts';
import { removeOwn } from '../lab/docker/labels.ts';
import { isLabError } from '../lab/errors.ts';
import { type Tell, tellNobody } from '../telemetry/events.ts';
import { canInstall, install } from './apt.ts';
import { ask, canAsk } from './ask.ts';
import type { Progress } from './progress.mjs';
import { Refusal } from './refusal.mjs';

/** What a user who is not root can do about an engine that cannot be used, by its code. */
const ADVICE: Partial<Record<AttemptCode, string>> = {
	'no-permission':
		'Docker is running, but you may not use it: join the group docker (https://docs.docker.com/engine/install/linux-postinstall/), log in again, and run npm start again.',
	'not-as-root':
		'Labs need an engine that runs as root and remaps no users: install one beside yours (https://docs.docker.com/engine/install/), and run npm start again.',
};

/**
 * Finds, or installs and starts, an engine.
 *
 * @param options `engine`: the only address to try; `yes`: install without asking
 * @returns undefined when there is none; progress then says what was tried and what to do
 * @throws Refusal when the given engine cannot be used
 */
export async function obtainEngine(
	{ engine, yes }: { engine?: string; yes: boolean },
	progress: Progress,
	tell: Tell = tellNobody,
): Promise<Engine | PrivateEngine | undefined> {
	try {
		return await found(engine, progress, tell);
	} catch (error) {
		if (!(error instanceof EngineNotFound)) throw error;
		if (engine)
			throw new Refusal(`The Docker engine given by --engine cannot be used: ${engine}: ${error.tried[0]?.why}.`);
		progress.say('no Docker engine can be used; tried:');
		for (const attempt of error.tried) progress.say(`  ${describeAttempt(attempt)}`);
		const advice = error.tried.map(({ code }) => ADVICE[code]).find(Boolean);
		if (advice && process.geteuid?.() !== 0) {
			progress.say(advice);
			return undefined;
		}
		return ownEngine(yes, progress, tell);
	}
}

/**
 * Removes what this process has on an engine, and releases the engine where it is a private one.
 *
 * @param end runs first, to close what uses the labs
 * @throws Refusal when the engine no longer answers
 */
export async function leaveEngine(engine?: Engine | PrivateEngine, end = async () => {}): Promise<void> {
	try {
		await end();
		if (engine) await removeOwn(engine.docker);
	} catch (error) {
		if (!isGone(error)) throw error;
		throw new Refusal('The Docker engine does not answer any more: what is left of the labs goes with the next start.');
	} finally {
		if (engine && 'release' in engine) await engine.release();
	}
}

function isGone(error: unknown): boolean {
	const { code = '' } = error as NodeJS.ErrnoException;
	return isLabError(error, 'engine-gone') || ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(code);
}

async function found(address: string | undefined, progress: Progress, tell: Tell): Promise<Engine> {
	const engine = await findEngine({ engine: address });
	for (const attempt of engine.passed) {
		tell({ type: 'engine-passed-over', source: attempt.source, why: attempt.why });
		if (attempt.source === 'DOCKER_HOST') progress.say(`passed over ${describeAttempt(attempt)}`);
	}
	progress.say(`engine: Docker ${engine.version} from ${engine.source}, ${engine.url}`);
	tell({ type: 'engine-found', source: engine.source, version: engine.version });
	return engine;
}

async function ownEngine(yes: boolean, progress: Progress, tell: Tell): Promise<Engine | undefined> {
	if (!findDockerd()) {
		if (!canInstall() || !(await agreed(yes, progress))) {
			progress.say('Install Docker (https://docs.docker.com/get-docker/), start it, and run npm start again.');
			return undefined;
		}
		await progress.step('installing Docker (apt, docker.io)', (detail) => install(['docker.io'], detail));
		const system = await found(undefined, progress, tell).catch((error) => {
			// The system may not start a service that it installs. Then we start a private engine.
			for (const { source, why } of error instanceof EngineNotFound ? error.tried : [])
				tell({ type: 'engine-passed-over', source, why });
			return undefined;
		});
		if (system) return system;
	}
	const dockerd = findDockerd();
	if (!dockerd || process.geteuid?.() !== 0) {
		progress.say('Docker is installed, but its engine is not running: start it, and run npm start again.');
		return undefined;
	}
	const engine = await progress.step('starting a private engine', () => startPrivateEngine(dockerd));
	progress.say(`engine: Docker ${engine.version} from ${engine.source}, ${engine.url}`);
	tell({ type: 'engine-found', source: engine.source, version: engine.version });
	return engine;
}

async function agreed(yes: boolean, progress: Progress): Promise<boolean> {
	if (yes) return true;
	if (canAsk()) return ask('Install docker.io by apt and start a private engine for the labs?', true);
	progress.say('nobody to ask here: going ahead with installing docker.io by apt');
	return true;
}
