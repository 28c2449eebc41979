// Counts requests in windows of the monotonic clock. The rate limiter's own store uses the wall clock: set back by an hour, it
// would refuse requests for an hour.
import type { FastifyRateLimitStore } from '@fastify/rate-limit';

export class RateStore implements FastifyRateLimitStore {
	/** By the client's address, which is one of this machine's own. */
	readonly #windows = new Map<string, { began: number; count: number }>();

	/** Counts a request, and passes on the count in the current window of `timeWindow` ms and the window's remaining time. */
	incr(key: string, callback: Parameters<FastifyRateLimitStore['incr']>[1], timeWindow = 1000): void {
		const now = performance.now();
		const last = this.#windows.get(key);
		const window = last && now - last.began < timeWindow ? last : { began: now, count: 0 };
		window.count++;
		this.#windows.set(key, window);
		callback(null, { current: window.count, ttl: window.began + timeWindow - now });
	}

	/** Each route has its own counts. */
	child(): RateStore {
		return new RateStore();
	}
}
