// Labs that are ready before anybody asks: one is kept warm, so that a reader gets a fresh lab at once.
import { availableParallelism } from 'node:os';
import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import type Docker from 'dockerode';
import { EngineGone, Lab } from './docker/docker-lab.ts';
import { removeUnusedVolumes } from './docker/labels.ts';
import { within } from './give-up.ts';

export interface PoolOptions {
	docker: Docker;
	/** The lab image, as `ensureLabImage` names it. */
	image: string;
	/** This companion's instance id, which all its labs carry. */
	owner: string;
	/** Labs at most, the warm one included. */
	most: number;
	/** How long after a lab was handed out the next one waits to be warmed, at most; in ms, {@link WARM_AFTER} unless given. */
	warmAfter?: number;
}

/** No lab can be handed out, because there are as many as this machine is allowed to hold. */
export class TooManyLabs extends Error {}

/** Labs that start at a time: more of them only keep one another waiting. */
const AT_A_TIME = Math.max(2, availableParallelism());
/** How long the engine may take to answer before it counts as gone; in ms. */
const ENGINE_PATIENCE = 3000;
/** The same while it has a lab to start, which may keep it busy; in ms. */
const LONG_PATIENCE = 10_000;
const WARM_AFTER = 3000;

export class LabPool {
	readonly #options: PoolOptions;
	readonly #stop = new AbortController();
	readonly #labs = new Set<Promise<Lab>>();
	readonly #starting = new Set<Promise<Lab>>();
	#warm: Promise<Lab> | undefined;
	#warming: NodeJS.Timeout | undefined;

	constructor(options: PoolOptions) {
		this.#options = options;
	}

	/** Starts a lab for the next reader, unless one is there. */
	warmUp(): void {
		clearTimeout(this.#warming);
		if (this.#warm || this.#stop.signal.aborted || this.#labs.size >= this.#options.most) return;
		const lab = this.#start();
		this.#warm = lab;
		// A lab that ends while it waits is forgotten; the next reader's is started on demand, and tells its own failure.
		const forget = () => {
			if (this.#warm === lab) this.#warm = undefined;
		};
		lab.then((started) => started.gone).then(forget, forget);
	}

	/**
	 * A fresh lab, for one reader. The next one is warmed when that reader's first run is over (`warmUp`), or a little later: its
	 * start would take the processors from that run.
	 * @param makeRoom Removes a lab of that reader's, where no other can be started beside it.
	 * @throws TooManyLabs, EngineGone, or what else kept the lab from starting.
	 */
	async take(makeRoom?: () => Promise<void>): Promise<Lab> {
		if (makeRoom && !this.#warm && this.#labs.size >= this.#options.most) {
			await makeRoom();
			// Those who hear of a lab's end hear of it one after the other, and the count of labs is not the first.
			await setImmediate();
		}
		const lab = this.#warm ?? this.#start();
		this.#warm = undefined;
		const waiting = new AbortController();
		try {
			return await Promise.race([lab, this.#silence(waiting.signal)]);
		} catch (error) {
			// One that starts after all has nobody who waits for it.
			lab.then((late) => late.remove()).catch(() => {});
			throw error instanceof TooManyLabs || (await this.answers()) ? error : new EngineGone();
		} finally {
			waiting.abort();
			clearTimeout(this.#warming);
			if (!this.#stop.signal.aborted)
				this.#warming = setTimeout(() => this.warmUp(), this.#options.warmAfter ?? WARM_AFTER);
		}
	}

	/** Rejects when the outer engine has stopped answering, so that no reader waits for a start that cannot come. */
	async #silence(signal: AbortSignal): Promise<never> {
		do await delay(ENGINE_PATIENCE, undefined, { signal });
		while (await this.answers(LONG_PATIENCE));
		throw new EngineGone();
	}

	/** Whether the outer engine answers, in so many ms. */
	async answers(patience = ENGINE_PATIENCE): Promise<boolean> {
		const answer = this.#options.docker.ping();
		return within(patience, answer, () => new EngineGone()).then(
			() => true,
			() => false,
		);
	}

	/** Ends all labs, those handed out included. */
	async close(): Promise<void> {
		this.#stop.abort();
		clearTimeout(this.#warming);
		const labs = await Promise.allSettled(this.#labs);
		await Promise.all(labs.map((lab) => lab.status === 'fulfilled' && lab.value.remove()));
	}

	async #start(): Promise<Lab> {
		if (this.#labs.size >= this.#options.most) throw new TooManyLabs();
		const lab = this.#startInTurn();
		this.#labs.add(lab);
		const forget = () => this.#labs.delete(lab);
		lab.then((started) => started.gone).then(forget, forget);
		return lab;
	}

	async #startInTurn(): Promise<Lab> {
		const { docker, image, owner } = this.#options;
		while (this.#starting.size >= AT_A_TIME) await Promise.race(this.#starting).catch(() => {});
		const starting = Lab.start(docker, { image, owner }, this.#stop.signal);
		this.#starting.add(starting);
		const lab = await starting.finally(() => this.#starting.delete(starting));
		// An engine that starts again after a crash removes the labs that it had, but not their volumes.
		removeUnusedVolumes(docker).catch(() => {});
		return lab;
	}
}
