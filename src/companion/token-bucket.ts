// A token bucket: allows a burst, then a steady rate.

export class TokenBucket {
	readonly #most: number;
	readonly #perSecond: number;
	#left: number;
	#counted = performance.now();

	/** @param most The bucket's size. @param perSecond Tokens added each second, up to `most`. */
	constructor(most: number, perSecond: number) {
		this.#most = most;
		this.#perSecond = perSecond;
		this.#left = most;
	}

	/** Takes one token. @returns False when there is none left. */
	take(): boolean {
		const now = performance.now();
		this.#left = Math.min(this.#most, this.#left + ((now - this.#counted) / 1000) * this.#perSecond);
		this.#counted = now;
		if (this.#left < 1) return false;
		this.#left--;
		return true;
	}
}
