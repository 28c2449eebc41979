// One lab: a container on the outer engine with an engine of its own inside, from its start to its end.
import { once } from 'node:events';
import type { Duplex, Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import { within } from '../give-up.ts';
import { demultiplex } from './demultiplex.ts';
import { unlessGone } from './labels.ts';
import { DEFAULT_SIZES, type LabSizes, recipe, tmpfsCarriesOverlay } from './recipe.ts';

/** Which lab to start; sizes that are not given are {@link DEFAULT_SIZES}. */
export interface LabOptions extends Partial<LabSizes> {
	/** From `ensureLabImage`. */
	image: string;
	/** From `instanceId`. */
	owner: string;
	/** What the container is for, as its label tells; `lab` unless given. */
	kind?: string;
	/** How long the start may take, in ms; {@link START_LIMIT} unless given. */
	limit?: number;
}

/** A process inside a lab. Its standard error may go unread; its standard output holds it up when nobody reads. */
export interface LabProcess {
	stdin: Writable;
	stdout: Readable;
	stderr: Readable;
	/** Its exit status, when it has ended; rejects when the lab or the engine goes away first. */
	exit: Promise<number>;
	/** Lets go of it: its input ends and its output is no longer read. It must end by itself on that. */
	end(): void;
}

/** The lab could not be started, or is no more. */
export class LabError extends Error {
	override name = 'LabError';
}

/** The outer engine does not answer. */
export class EngineGone extends Error {
	override name = 'EngineGone';
	override message = 'The engine does not answer.';
}

/** The only command that is ever executed in a lab's container (src/lab/docker/image/supervisor/enter). */
const ENTER = '/lab/bin/enter';
/** Killed; could not be started; the engine itself went away. */
const STATUS_OF_THE_LOST = new Set([137, 126, 255]);
/** On a busy machine, the engine tells of a container's end so much later than of its processes'; in ms. */
const GONE_AFTER = 2000;
/** A cold start takes 1 to 3 s, on a busy machine 13; in ms. */
const START_LIMIT = 60_000;
/** An engine that takes longer to start a process, or to say how it ended, counts as gone; in ms. */
const ANSWER_LIMIT = 10_000;
/** Runs the script $1 for at most $0 seconds. By way of a file, so that what it leaves in the background does not hold up its end. */
const RUN = `printed=$(mktemp -p /run)
timeout -k 2 "$0" bash -c "$1" > "$printed" 2>&1 </dev/null
status=$?
tail -c 1048576 "$printed"
rm "$printed"
exit $status`;

export class Lab {
	/** The container's id. */
	readonly id: string;
	/** Resolves when the container has ended, by itself or by `remove`, with a sentence that says so. */
	readonly gone: Promise<string>;
	readonly #docker: Docker;
	readonly #hold: Duplex;

	/**
	 * Starts a lab and waits until its inner engine answers.
	 *
	 * The lab lives as long as this process holds its input: it ends when the process does, however that dies.
	 *
	 * @throws LabError when the supervisor gives up, with what it said, or takes too long; the engine's own error when it
	 * refuses the container.
	 */
	static async start(docker: Docker, options: LabOptions, signal?: AbortSignal): Promise<Lab> {
		const { limit = START_LIMIT, ...rest } = options;
		const giveUp = new AbortController();
		const starting = Lab.#start(docker, rest, AbortSignal.any(signal ? [giveUp.signal, signal] : [giveUp.signal]));
		return within(limit, starting, () => {
			// What was begun is removed, but not waited for: where the engine hangs, that too would take for ever.
			giveUp.abort();
			return new LabError(`The lab did not start within ${limit / 1000} seconds.`);
		});
	}

	static async #start(docker: Docker, options: LabOptions, signal: AbortSignal): Promise<Lab> {
		const { image, owner, kind = 'lab', ...sizes } = options;
		signal.throwIfAborted();
		const { KernelVersion, NCPU } = await docker.info();
		const size = { ...DEFAULT_SIZES, ...sizes };
		size.cpus = Math.min(size.cpus, NCPU);
		const container = await docker.createContainer(
			recipe(image, kind, owner, size, tmpfsCarriesOverlay(KernelVersion)),
		);
		const hold = (await container
			.attach({ stream: true, hijack: true, stdin: true, stdout: true, stderr: true })
			.catch(async (error) => {
				await unlessGone(container.remove({ force: true, v: true }));
				throw error;
			})) as unknown as Duplex;
		const lab = new Lab(docker, container.id, hold);
		const abort = () => void lab.remove().catch(() => {});
		signal.addEventListener('abort', abort, { once: true });
		try {
			signal.throwIfAborted();
			await lab.#boot();
			signal.throwIfAborted();
			return lab;
		} catch (error) {
			await lab.remove();
			signal.throwIfAborted();
			throw error;
		} finally {
			signal.removeEventListener('abort', abort);
		}
	}

	private constructor(docker: Docker, id: string, hold: Duplex) {
		this.#docker = docker;
		this.id = id;
		this.#hold = hold;
		hold.on('error', () => {});
		this.gone = once(hold, 'close').then(() => 'the lab has ended');
	}

	async #boot(): Promise<void> {
		const { stdout, stderr } = demultiplex(this.#hold);
		let complaint = '';
		stderr.on('data', (bytes: Buffer) => {
			complaint = (complaint + bytes).slice(-2000);
		});
		await this.#docker.getContainer(this.id).start();
		let said = '';
		for await (const bytes of stdout.iterator({ destroyOnReturn: false })) {
			said += bytes;
			if (said.includes('ready\n')) {
				stdout.resume();
				return;
			}
		}
		throw new LabError(`The lab did not start: ${complaint.trim() || 'its supervisor ended without a word'}.`);
	}

	/**
	 * Starts a program inside the lab, as its root, without a terminal.
	 *
	 * @param argv The program and its arguments; no shell takes part.
	 */
	async spawn(argv: string[]): Promise<LabProcess> {
		const entering = this.#enter(argv);
		const { exec, socket } = await inTime(entering).catch((error) => {
			// What starts later after all has nobody who waits for it.
			entering.then((late) => late.socket.destroy()).catch(() => {});
			throw error;
		});
		socket.on('error', () => {});
		const exit = Promise.race([once(socket, 'close'), once(socket, 'end')]).then(() => this.#statusOf(exec));
		exit.catch(() => {});
		return {
			stdin: socket,
			...demultiplex(socket),
			exit,
			end: () => {
				socket.end(() => socket.destroy());
			},
		};
	}

	/**
	 * Runs a bash script inside the lab, unseen by the reader, and waits for it.
	 *
	 * @param options.timeout In ms, 60 s unless given; afterwards the script and its children are killed and `exit` is 124.
	 * @returns Its status, and the last MiB of what it printed on both outputs.
	 */
	async run(script: string, options: { timeout?: number } = {}): Promise<{ exit: number; output: string }> {
		const seconds = String((options.timeout ?? 60_000) / 1000);
		const process = await this.spawn(['bash', '-c', RUN, seconds, script]);
		const printed = Buffer.concat(await process.stdout.toArray());
		return { exit: await process.exit, output: printed.toString() };
	}

	async #enter(argv: string[]): Promise<{ exec: Docker.Exec; socket: Duplex }> {
		const exec = await this.#docker.getContainer(this.id).exec({
			Cmd: [ENTER, ...argv],
			AttachStdin: true,
			AttachStdout: true,
			AttachStderr: true,
			Tty: false,
		});
		return { exec, socket: await exec.start({ hijack: true, stdin: true, Tty: false }) };
	}

	/** The exit status of an exec whose output is over; the engine notes it a moment later. */
	async #statusOf(exec: Docker.Exec): Promise<number> {
		for (let pause = 2; ; pause = Math.min(2 * pause, 200)) {
			const { Running, ExitCode } = await inTime(exec.inspect()).catch((error) => {
				throw new LabError(`The process was lost with its lab: ${error.message}`);
			});
			if (!Running && ExitCode !== null) {
				// The engine has a status also for what died with its container, and tells of the container only later.
				if (STATUS_OF_THE_LOST.has(ExitCode)) await Promise.race([this.gone, delay(GONE_AFTER)]);
				if (this.#hold.closed) throw new LabError('The process was lost with its lab.');
				return ExitCode;
			}
			await delay(pause);
		}
	}

	/** Removes the container and its volume, and all that runs in it. May be called again. */
	async remove(): Promise<void> {
		const container = this.#docker.getContainer(this.id);
		await unlessGone(container.remove({ force: true, v: true }));
		// The engine may have been removing it already.
		await unlessGone(container.wait({ condition: 'removed' }));
		this.#hold.destroy();
		await this.gone;
	}
}

function inTime<T>(answer: Promise<T>): Promise<T> {
	return within(ANSWER_LIMIT, answer, () => new EngineGone());
}
