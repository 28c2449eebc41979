// Ends a command cleanly on Ctrl-C, SIGTERM, a closed terminal, or the death of its parent process.
import { reportError } from './refusal.mjs';

/** One Ctrl-C arrives several times: from the terminal, from npm, and from setup.mjs. Debounce for these; in ms. */
const ECHO = 500;

/**
 * Runs `close` at the first signal, then ends the process. A second signal, after the debounce, ends it at once.
 *
 * @param close ends what the process began
 * @returns aborted at the first signal
 */
export function onStop(close: () => Promise<void>): AbortSignal {
	const stopping = new AbortController();
	let first = 0;
	const stop = async () => {
		if (stopping.signal.aborted) {
			if (performance.now() - first > ECHO) process.exit(130);
			return;
		}
		first = performance.now();
		stopping.abort();
		try {
			await close();
			process.exit(0);
		} catch (error) {
			process.exit(reportError(error));
		}
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
	process.once('disconnect', stop);
	// The reader of our output may end before us. EPIPE must not keep the labs from being removed.
	for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
	return stopping.signal;
}
