// What labs and sessions need of the program that holds them, so that the same code runs in Node, in a browser's worker, and in a
// test with a clock of its own: time, chance, and somebody to tell.
import type { Tell } from '../telemetry/events.ts';

export interface Platform {
	/** Milliseconds since some fixed moment; never set back. */
	now(): number;
	/** Calls `act` once, after so many ms. @returns Takes it back. */
	after(ms: number, act: () => void): () => void;
	/** So many random bytes, as hexadecimal digits: fit for secrets. */
	random(bytes: number): string;
	/** Takes note of what has happened. */
	tell: Tell;
}

/** The clock and the chance that browsers and Node have in common. */
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

/** Waits so many ms. Rejects with the signal's reason when that comes first. */
export function sleep({ after }: Pick<Platform, 'after'>, ms: number, signal?: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		signal?.throwIfAborted();
		const takeBack = after(ms, () => {
			signal?.removeEventListener('abort', abort);
			resolve();
		});
		const abort = () => {
			takeBack();
			reject(signal?.reason);
		};
		signal?.addEventListener('abort', abort, { once: true });
	});
}
