// A timer that counts only the time during which the machine is awake. Where the monotonic clock runs on during sleep (macOS and
// Windows, not Linux), every ordinary timer expires at once on waking.
import type { Platform } from '../lab/platform.ts';

/** The timer's steps: the most that one step counts, however late it ends; in ms. */
const STEP = 1000;

/** Calls `act` after `time` ms of being awake. @returns A function that cancels the timer. */
export function whenAwakeFor({ after }: Pick<Platform, 'after'>, time: number, act: () => void): () => void {
	let left = time;
	let cancel = () => {};
	const wait = () => {
		const step = Math.min(left, STEP);
		cancel = after(step, () => {
			left -= step;
			if (left > 0) wait();
			else act();
		});
	};
	wait();
	return () => cancel();
}
