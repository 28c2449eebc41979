// Time that counts only while this program is awake. A machine that sleeps for an hour and wakes has every ordinary timer run out
// at once, on systems whose monotonic clock goes on meanwhile (macOS and Windows; not Linux).
import type { Platform } from '../lab/platform.ts';

/** So long at most is counted between two looks at the clock, however late the second one comes; in ms. */
const STEP = 1000;

/** Calls `act` when the program was awake for so long; in ms. @returns Takes it back. */
export function whenAwakeFor({ after }: Pick<Platform, 'after'>, time: number, act: () => void): () => void {
	let left = time;
	let takeBack = () => {};
	const wait = () => {
		const step = Math.min(left, STEP);
		takeBack = after(step, () => {
			left -= step;
			if (left > 0) wait();
			else act();
		});
	};
	wait();
	return () => takeBack();
}
