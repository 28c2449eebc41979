// Counts requests in windows of the monotonic clock. The rate limiter's own store goes by the time of day: a clock that is
// set back by an hour would have it refuse for an hour.
import type { FastifyRateLimitStore } from '@fastify/rate-limit';

export class RateStore implements FastifyRateLimitStore {
	/** By the address that asks, which is one of this machine's own. */
	readonly #windows = new Map<string, { began: number; count: number }>();

	/** Counts a request, and tells how many there were in the current window of so many ms, and how long it goes on. */
	incr(key: string, tell: Parameters<FastifyRateLimitStore['incr']>[1], timeWindow = 1000): void {
		const now = performance.now();
		const last = this.#windows.get(key);
		const window = last && now - last.began < timeWindow ? last : { began: now, count: 0 };
		window.count++;
		this.#windows.set(key, window);
		tell(null, { current: window.count, ttl: window.began + timeWindow - now });
	}

	/** A route has counts of its own. */
	child(): RateStore {
		return new RateStore();
	}
}
