// How much of something one may do: some at once, and so much more every second.

export class Allowance {
	readonly #most: number;
	readonly #perSecond: number;
	#left: number;
	#counted = performance.now();

	/** @param most What may be done at once. @param perSecond What is added in a second, up to `most`. */
	constructor(most: number, perSecond: number) {
		this.#most = most;
		this.#perSecond = perSecond;
		this.#left = most;
	}

	/** Uses one up. @returns False when there is none left. */
	take(): boolean {
		const now = performance.now();
		this.#left = Math.min(this.#most, this.#left + ((now - this.#counted) / 1000) * this.#perSecond);
		this.#counted = now;
		if (this.#left < 1) return false;
		this.#left--;
		return true;
	}
}
