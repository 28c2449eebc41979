// Labs that are ready before anybody asks: one is kept warm, so that a reader gets a fresh lab at once.
import { causeOf } from '../telemetry/events.ts';
import type { Lab, LabSource } from './contract.ts';
import { engineGone, isLabError, LabError } from './errors.ts';
import { type Platform, sleep } from './platform.ts';

export interface PoolOptions {
	/** Labs at most, the warm one included. */
	most: number;
	/** How long after a lab was handed out the next one waits to be warmed, at most; in ms, {@link WARM_AFTER} unless given. */
	warmAfter?: number;
}

/** How long whoever makes labs may take to answer before it counts as gone; in ms. */
const PATIENCE = 3000;
/** The same while there is a lab to start, which may keep it busy; in ms. */
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
	/** Takes back that the next lab is warmed. */
	#keepCold: () => void = () => {};

	constructor(source: LabSource, platform: Platform, options: PoolOptions) {
		this.#source = source;
		this.#platform = platform;
		this.#options = options;
	}

	get source(): LabSource {
		return this.#source;
	}

	/** Starts a lab for the next reader, unless one is there. */
	warmUp(): void {
		this.#keepCold();
		if (this.#warm || this.#stop.signal.aborted || this.#labs.size >= this.#options.most) return;
		const lab = this.#start();
		this.#warm = lab;
		// A lab that ends while it waits is forgotten; the next reader's is started on demand, and tells its own failure.
		const forget = () => {
			if (this.#warm === lab) this.#warm = undefined;
		};
		lab
			.then((started) => started.gone)
			.then(forget, (error) => {
				forget();
				this.#platform.tell({ type: 'lab-warm-failed', why: causeOf(error) });
			});
	}

	/**
	 * A fresh lab, for one reader. The next one is warmed when that reader's first run is over (`warmUp`), or a little later: its
	 * start would take the processors from that run.
	 * @param makeRoom Removes a lab of that reader's, where no other can be started beside it.
	 * @throws LabError `too-many-labs`, `engine-gone`, or what else kept the lab from starting
	 */
	async take(makeRoom?: () => Promise<void>): Promise<Lab> {
		if (makeRoom && !this.#warm && this.#labs.size >= this.#options.most) {
			await makeRoom();
			// Those who hear of a lab's end hear of it one after the other, and the count of labs is not the first.
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
			throw isLabError(error, 'too-many-labs') || (await this.answers()) ? error : engineGone(error);
		} finally {
			waiting.abort();
			this.#keepCold();
			if (!this.#stop.signal.aborted)
				this.#keepCold = this.#platform.after(this.#options.warmAfter ?? WARM_AFTER, () => this.warmUp());
		}
	}

	/** Whether whoever makes the labs answers. */
	answers(patience = PATIENCE): Promise<boolean> {
		return this.#source.answers(patience);
	}

	/** Ends all labs, those handed out included. */
	async close(): Promise<void> {
		this.#stop.abort();
		this.#keepCold();
		const labs = await Promise.allSettled(this.#labs);
		await Promise.all(labs.map((lab) => lab.status === 'fulfilled' && lab.value.remove()));
	}

	/** A lab that starts after all, when whoever waited for it has given up. */
	#removeLate(lab: Promise<Lab>): void {
		const { tell } = this.#platform;
		lab.then(
			(late) => {
				tell({ type: 'lab-unwanted', lab: late.id });
				late.remove().catch((error) => tell({ type: 'removal-failed', what: 'lab', why: causeOf(error) }));
			},
			() => {}, // told by whoever took it
		);
	}

	/** Rejects when nobody answers any more, so that no reader waits for a start that cannot come. */
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
		while (this.#starting.size >= this.#source.startsAtATime) await Promise.race(this.#starting).catch(() => {}); // told by whoever started it
		const starting = this.#source.start(this.#stop.signal);
		this.#starting.add(starting);
		const lab = await starting.finally(() => this.#starting.delete(starting));
		this.#source
			.sweep()
			.catch((error) => this.#platform.tell({ type: 'removal-failed', what: 'volumes', why: causeOf(error) }));
		return lab;
	}
}
