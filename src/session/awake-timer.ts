// Time that counts only while this process is awake. A machine that sleeps for an hour and wakes has every ordinary timer run out
// at once, on systems whose monotonic clock goes on meanwhile (macOS and Windows; not Linux).

/** So long at most is counted between two looks at the clock, however late the second one comes; in ms. */
const STEP = 1000;

/** Calls `act` when this process was awake for so long; in ms. @returns Takes it back. */
export function whenAwakeFor(time: number, act: () => void): () => void {
	let left = time;
	let timer: NodeJS.Timeout;
	const wait = () => {
		const step = Math.min(left, STEP);
		timer = setTimeout(() => {
			left -= step;
			if (left > 0) wait();
			else act();
		}, step);
	};
	wait();
	return () => clearTimeout(timer);
}
