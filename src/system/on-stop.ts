// When a command is to end: Ctrl-C, SIGTERM, a closed terminal, or the death of the process that started it.
import { tell } from './refusal.mjs';

/** One Ctrl-C arrives several times: from the terminal, from npm, and from start.mjs. Within this time they are one; in ms. */
const ECHO = 500;

/**
 * Runs `close` at the first sign to stop, then ends the process. A second one, once the echoes of the first are over, ends it at once.
 *
 * @param close ends what the process began
 * @returns aborted from the first sign on
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
			process.exit(tell(error));
		}
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
	process.once('disconnect', stop);
	// Whoever read our lines may be gone before us; that must not keep the labs from being removed, and there is nobody to tell.
	for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
	return stopping.signal;
}
