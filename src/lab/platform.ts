// What labs and sessions need from their host program: a clock, random bytes and telemetry. With these as an interface, the same
// code runs in Node, in a browser's worker, and in a test with its own clock.
import type { Tell } from '../telemetry/events.ts';

export interface Platform {
	/** A monotonic clock: milliseconds since some fixed moment. */
	now(): number;
	/** Calls `act` once, after `ms` milliseconds. @returns A function that cancels the call. */
	after(ms: number, act: () => void): () => void;
	/** That many random bytes, as hexadecimal digits; strong enough for secrets. */
	random(bytes: number): string;
	/** Records an event. */
	tell: Tell;
}

/** The clock and random bytes that browsers and Node share. */
export function standardPlatform(tell: Tell): Platform {
	return {
		now: () => performance.now(),
		after(ms, act) {
			const timer = setTimeout(act, ms);
			return () => clearTimeout(timer);
		},
		random(bytes) {
			const drawn = crypto.getRandomValues(new Uint8Array(bytes));
			return Array.from(drawn, (byte) => byte.toString(16).padStart(2, '0')).join('');
		},
		tell,
	};
}

/** Waits `ms` milliseconds. Rejects with the signal's reason when that aborts first. */
export function sleep({ after }: Pick<Platform, 'after'>, ms: number, signal?: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		signal?.throwIfAborted();
		const cancel = after(ms, () => {
			signal?.removeEventListener('abort', abort);
			resolve();
		});
		const abort = () => {
			cancel();
			reject(signal?.reason);
		};
		signal?.addEventListener('abort', abort, { once: true });
	});
}
