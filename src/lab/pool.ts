// A pool of labs: one is kept warm, so that a reader gets a fresh lab at once.
import { causeOf } from '../telemetry/events.ts';
import type { Lab, LabSource } from './contract.ts';
import { engineGone, isLabError, LabError } from './errors.ts';
import { type Platform, sleep } from './platform.ts';

export interface PoolOptions {
	/** The maximum number of labs, including the warm one. */
	most: number;
	/** The longest delay between handing out a lab and warming the next; in ms, {@link WARM_AFTER} by default. */
	warmAfter?: number;
}

/** How long the source of labs may take to answer before it counts as gone; in ms. */
const PATIENCE = 3000;
/** The same while a lab starts, which may keep the source busy; in ms. */
const LONG_PATIENCE = 10_000;
const WARM_AFTER = 3000;

export class LabPool {
	readonly #source: LabSource;
	readonly #platform: Platform;
	readonly #options: PoolOptions;
	readonly #stop = new AbortController();
	readonly #labs = new Set<Promise<Lab>>();
	readonly #starting = new Set<Promise<Lab>>();
	#warm: Promise<Lab> | undefined;
	/** Cancels the delayed warm-up of the next lab. */
	#keepCold: () => void = () => {};

	constructor(source: LabSource, platform: Platform, options: PoolOptions) {
		this.#source = source;
		this.#platform = platform;
		this.#options = options;
	}

	get source(): LabSource {
		return this.#source;
	}

	get closed(): boolean {
		return this.#stop.signal.aborted;
	}

	/** Starts a warm lab for the next reader, unless there is one. */
	warmUp(): void {
		this.#keepCold();
		if (this.#warm || this.#stop.signal.aborted || this.#labs.size >= this.#options.most) return;
		const lab = this.#start();
		this.#warm = lab;
		// A warm lab that ends is forgotten. The next reader's lab then starts on demand and reports its own failure.
		const forget = () => {
			if (this.#warm === lab) this.#warm = undefined;
		};
		lab
			.then((started) => started.gone)
			.then(forget, (error) => {
				forget();
				if (!this.#stop.signal.aborted) this.#platform.tell({ type: 'lab-warm-failed', why: causeOf(error) });
			});
	}

	/**
	 * Hands out a fresh lab to one reader. The next lab is warmed after that reader's first run (`warmUp`) or a delay, because its
	 * start would compete with that run for the CPU.
	 * @param makeRoom Resolves when the reader's last lab is removed, for when the pool is full.
	 * @throws LabError `too-many-labs`, `engine-gone`, or whatever else kept the lab from starting
	 */
	async take(makeRoom?: () => Promise<unknown>): Promise<Lab> {
		if (makeRoom && !this.#warm && this.#labs.size >= this.#options.most) {
			await makeRoom();
			// Listeners hear of a lab's end one after another, and our count of labs is not the first to change.
			await sleep(this.#platform, 0);
		}
		const began = this.#platform.now();
		const lab = this.#warm ?? this.#start();
		this.#warm = undefined;
		const waiting = new AbortController();
		try {
			const taken = await Promise.race([lab, this.#silence(waiting.signal)]);
			this.#platform.tell({ type: 'lab-started', lab: taken.id, ms: this.#platform.now() - began });
			return taken;
		} catch (error) {
			this.#removeLate(lab);
			if (isLabError(error, 'too-many-labs') || (await this.answers())) throw error;
			this.#platform.tell({ type: 'engine-lost', why: causeOf(error) });
			throw engineGone(error);
		} finally {
			waiting.abort();
			this.#keepCold();
			if (!this.#stop.signal.aborted)
				this.#keepCold = this.#platform.after(this.#options.warmAfter ?? WARM_AFTER, () => this.warmUp());
		}
	}

	/** Whether the source of labs answers. */
	answers(patience = PATIENCE): Promise<boolean> {
		return this.#source.answers(patience);
	}

	/** Ends all labs, including those handed out. */
	async close(): Promise<void> {
		this.#stop.abort();
		this.#keepCold();
		const labs = await Promise.allSettled(this.#labs);
		const started = labs.flatMap((lab) => (lab.status === 'fulfilled' ? lab.value : []));
		for (const { id } of started) this.#platform.tell({ type: 'lab-ended', lab: id, why: 'closed' });
		await Promise.all(started.map((lab) => lab.remove()));
	}

	/** Removes a lab that starts after its reader has given up waiting. */
	#removeLate(lab: Promise<Lab>): void {
		const { tell } = this.#platform;
		lab.then(
			(late) => {
				tell({ type: 'lab-unwanted', lab: late.id });
				late.remove().catch((error) => tell({ type: 'removal-failed', what: 'lab', why: causeOf(error) }));
			},
			() => {}, // take() has thrown this error
		);
	}

	/** Rejects when the source stops answering, so that no reader waits for a start that will never come. */
	async #silence(signal: AbortSignal): Promise<never> {
		do await sleep(this.#platform, PATIENCE, signal);
		while (await this.answers(LONG_PATIENCE));
		throw engineGone();
	}

	async #start(): Promise<Lab> {
		if (this.#labs.size >= this.#options.most)
			throw new LabError('too-many-labs', `There are ${this.#options.most} labs, as many as there may be.`);
		const lab = this.#startInTurn();
		this.#labs.add(lab);
		const forget = () => this.#labs.delete(lab);
		lab.then((started) => started.gone).then(forget, forget);
		return lab;
	}

	async #startInTurn(): Promise<Lab> {
		while (this.#starting.size >= this.#source.startsAtATime) await Promise.race(this.#starting).catch(() => {}); // reported by its starter
		const starting = this.#source.start(this.#stop.signal);
		this.#starting.add(starting);
		const lab = await starting.finally(() => this.#starting.delete(starting));
		this.#source
			.sweep()
			.catch((error) => this.#platform.tell({ type: 'removal-failed', what: 'volumes', why: causeOf(error) }));
		return lab;
	}
}
