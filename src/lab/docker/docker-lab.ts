// One lab from start to end: a container on the outer engine, with an engine of its own inside.
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import { OUTPUT_KEPT } from '../../protocol/limits.ts';
import { causeOf, type Tell, tellNobody } from '../../telemetry/events.ts';
import type { Lab, ScriptResult } from '../contract.ts';
import { engineGone, LabError } from '../errors.ts';
import { within } from '../give-up.ts';
import type { Size, Terminal } from '../shell/terminal.ts';
import { demultiplex } from './demultiplex.ts';
import type { LabProcess } from './lab-process.ts';
import { unlessGone } from './labels.ts';
import { openPtyTerminal } from './pty-terminal.ts';
import { DEFAULT_SIZES, type LabSizes, recipe, tmpfsCarriesOverlay } from './recipe.ts';

/** Which lab to start; sizes default to {@link DEFAULT_SIZES}. */
export interface LabOptions extends Partial<LabSizes> {
	/** From `ensureLabImage`. */
	image: string;
	/** From `instanceId`. */
	owner: string;
	/** The container's purpose, written to its label; `lab` by default. */
	kind?: string;
	/** The start's time limit, in ms; {@link START_LIMIT} by default. */
	limit?: number;
	/** Receives the lab's events. */
	tell?: Tell;
}

/** The only command ever executed in a lab's container (src/lab/docker/image/supervisor/enter). */
const ENTER = '/lab/bin/enter';
/** Exit statuses that may mean the lab is gone: killed, could not be started, the engine went away. */
const STATUS_OF_THE_LOST = new Set([137, 126, 255]);
/** On a busy machine, the engine reports a container's end this much later than the end of its processes; in ms. */
const GONE_AFTER = 2000;
/** A cold start takes 1 to 3 s, or 13 s on a busy machine; in ms. */
const START_LIMIT = 60_000;
/** An engine that takes longer to start a process, or to report its exit status, counts as gone; in ms. */
const ANSWER_LIMIT = 10_000;
/** Runs the script $1 for at most $0 seconds. Output goes to a file: a background process that holds a pipe would delay the end. */
const RUN = `printed=$(mktemp -p /run)
timeout -k 2 "$0" bash -c "$1" > "$printed" 2>&1 </dev/null
status=$?
tail -c ${OUTPUT_KEPT} "$printed"
rm "$printed"
exit $status`;

export class DockerLab implements Lab {
	/** The container's id. */
	readonly id: string;
	readonly gone: Promise<void>;
	readonly #docker: Docker;
	readonly #hold: Duplex;
	readonly #tell: Tell;

	/**
	 * Starts a lab and waits until its inner engine answers.
	 *
	 * The lab lives as long as this process holds the lab's standard input: it ends when the process ends, even if killed.
	 *
	 * @throws LabError `start-failed` when the supervisor gives up (with its last output) or takes too long; the engine's own
	 * error when it refuses the container.
	 */
	static async start(docker: Docker, options: LabOptions, signal?: AbortSignal): Promise<DockerLab> {
		const { limit = START_LIMIT, ...rest } = options;
		const giveUp = new AbortController();
		const starting = DockerLab.#start(
			docker,
			rest,
			AbortSignal.any(signal ? [giveUp.signal, signal] : [giveUp.signal]),
		);
		return within(limit, starting, () => {
			// The unfinished lab is removed, but nobody waits for it: on an engine that hangs, the removal hangs too.
			giveUp.abort();
			return new LabError('start-failed', `The lab did not start within ${limit / 1000} seconds.`);
		});
	}

	static async #start(docker: Docker, options: LabOptions, signal: AbortSignal): Promise<DockerLab> {
		const { image, owner, kind = 'lab', tell = tellNobody, ...sizes } = options;
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
		const lab = new DockerLab(docker, container.id, hold, tell);
		const abort = () =>
			void lab.remove().catch((error) => tell({ type: 'removal-failed', what: 'lab', why: causeOf(error) }));
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

	private constructor(docker: Docker, id: string, hold: Duplex, tell: Tell) {
		this.#docker = docker;
		this.id = id;
		this.#hold = hold;
		this.#tell = tell;
		hold.on('error', (error) => tell({ type: 'lab-line-broken', what: 'lab', why: causeOf(error) }));
		this.gone = new Promise((resolve) => hold.once('close', () => resolve()));
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
		const words = complaint.trim() || 'its supervisor ended without a word';
		throw new LabError('start-failed', `The lab did not start: ${words}.`);
	}

	/**
	 * Starts a program inside the lab, as its root, without a terminal.
	 *
	 * @param argv The program and its arguments; no shell is involved.
	 */
	async spawn(argv: string[]): Promise<LabProcess> {
		const entering = this.#enter(argv);
		const { exec, socket } = await inTime(entering).catch((error) => {
			// A process that starts after this error has no owner.
			entering.then(
				(late) => late.socket.destroy(),
				() => {}, // reported by the error thrown here
			);
			throw error;
		});
		socket.on('error', (error) => this.#tell({ type: 'lab-line-broken', what: 'process', why: causeOf(error) }));
		const exit = Promise.race([once(socket, 'close'), once(socket, 'end')]).then(() => this.#statusOf(exec));
		exit.catch((error) => this.#tell({ type: 'process-lost', lab: this.id, why: causeOf(error) }));
		return {
			stdin: socket,
			...demultiplex(socket),
			exit,
			end: () => {
				socket.end(() => socket.destroy());
			},
		};
	}

	async engine(): Promise<string> {
		return (await this.run("docker version --format '{{.Server.Version}}'")).output.trim();
	}

	openTerminal(key: string, size: Size): Promise<Terminal> {
		return openPtyTerminal((argv) => this.spawn(argv), key, size);
	}

	async run(script: string, options: { timeout?: number } = {}): Promise<ScriptResult> {
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

	/** The exit status of an exec whose output has ended; the engine records it a moment later. */
	async #statusOf(exec: Docker.Exec): Promise<number> {
		for (let pause = 2; ; pause = Math.min(2 * pause, 200)) {
			const { Running, ExitCode } = await inTime(exec.inspect()).catch((error) => {
				throw new LabError('process-lost', `The process was lost with its lab: ${error.message}`);
			});
			if (!Running && ExitCode !== null) {
				// A process that died with its container has a status too, and the engine reports the container's end later.
				if (STATUS_OF_THE_LOST.has(ExitCode)) await Promise.race([this.gone, delay(GONE_AFTER)]);
				if (this.#hold.closed) throw new LabError('process-lost', 'The process was lost with its lab.');
				return ExitCode;
			}
			await delay(pause);
		}
	}

	/** Removes the container and its volume. */
	async remove(): Promise<void> {
		const container = this.#docker.getContainer(this.id);
		await unlessGone(container.remove({ force: true, v: true }));
		// The engine may already be removing it.
		await unlessGone(container.wait({ condition: 'removed' }));
		this.#hold.destroy();
		await this.gone;
	}
}

function inTime<T>(answer: Promise<T>): Promise<T> {
	return within(ANSWER_LIMIT, answer, () => engineGone());
}
