// Labs that are ready before anybody asks: one is always being kept warm, so that a reader gets a fresh lab at once.
import type Docker from 'dockerode';
import { Lab } from '../lab/lab.ts';

export interface PoolOptions {
	docker: Docker;
	/** The lab image, as `ensureLabImage` names it. */
	image: string;
	/** This companion's instance id, which all its labs carry. */
	owner: string;
	/** Labs at most, the warm one included. */
	most: number;
}

/** No lab can be handed out, because there are as many as this machine is allowed to hold. */
export class TooManyLabs extends Error {}

/** The outer engine does not answer. */
export class EngineGone extends Error {}

/** How long the engine may take to answer before it counts as gone; in ms. */
const ENGINE_PATIENCE = 3000;

export class LabPool {
	readonly #options: PoolOptions;
	readonly #stop = new AbortController();
	readonly #labs = new Set<Promise<Lab>>();
	#warm: Promise<Lab> | undefined;

	constructor(options: PoolOptions) {
		this.#options = options;
	}

	/** Starts a lab for the next reader, unless one is there. */
	warmUp(): void {
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
	 * A fresh lab, for one reader.
	 * @throws TooManyLabs, EngineGone, or what else kept the lab from starting.
	 */
	async take(): Promise<Lab> {
		const lab = this.#warm ?? this.#start();
		this.#warm = undefined;
		try {
			return await lab;
		} catch (error) {
			throw error instanceof TooManyLabs || (await this.answers()) ? error : new EngineGone();
		} finally {
			this.warmUp();
		}
	}

	/** Whether the outer engine answers. */
	async answers(): Promise<boolean> {
		const late = new Promise<false>((resolve) => setTimeout(resolve, ENGINE_PATIENCE, false).unref());
		const answer = this.#options.docker.ping().then(
			() => true,
			() => false,
		);
		return Promise.race([answer, late]);
	}

	/** Ends all labs, those handed out included. */
	async close(): Promise<void> {
		this.#stop.abort();
		const labs = await Promise.allSettled(this.#labs);
		await Promise.all(labs.map((lab) => lab.status === 'fulfilled' && lab.value.remove()));
	}

	async #start(): Promise<Lab> {
		const { docker, image, owner, most } = this.#options;
		if (this.#labs.size >= most) throw new TooManyLabs();
		const lab = Lab.start(docker, { image, owner }, this.#stop.signal);
		this.#labs.add(lab);
		const forget = () => this.#labs.delete(lab);
		lab.then((started) => started.gone).then(forget, forget);
		return lab;
	}
}
