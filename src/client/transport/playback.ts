// Plays a snippet's recording with the timing that it really had, as the messages and frames by which a companion tells of a run.
import type { Recording } from '../../transcript/recording.ts';
import { fetchRecording } from './fetch-recording.ts';
import type { Listener, ShownRun } from './transport.ts';

/** Where a recording comes from, and how it is played. */
export interface PlaybackSettings {
	/** @returns undefined when there is none. */
	load(reference: string): Promise<Recording | undefined>;
	/** Whether it is shown at once, for a reader who asked for less motion. */
	still(): boolean;
}

const inBrowser: PlaybackSettings = {
	load: fetchRecording,
	still: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
};

/**
 * Plays a block's recording to its end.
 * @param about which run of which block this is, for those who follow it
 * @param signal stops it; what was told of so far stays
 * @throws when there is no recording, or when it cannot be read
 */
export async function play(
	about: Pick<ShownRun, 'id' | 'channel'> & { snippet: string },
	listener: Required<Pick<Listener, 'message' | 'output'>>,
	signal: AbortSignal,
	{ load, still }: PlaybackSettings = inBrowser,
): Promise<void> {
	const recording = await load(about.snippet);
	if (!recording) throw new Error('no recording');
	const { events, exit, duration, cut } = recording;
	const { channel } = about;
	const run: ShownRun = { ...runOf(recording), ...about };
	const pieces = events.map(([seconds, text]) => ({ seconds, bytes: new TextEncoder().encode(text) }));
	const atOnce = still();
	let printed = cut;
	let now = 0;
	const until = async (seconds: number) => {
		if (!atOnce) await pause(seconds - now, signal);
		now = seconds;
	};
	listener.message({ type: 'run', run });
	if (cut > 0) listener.message({ type: 'gap', channel, from: 0, to: cut });
	for (const { seconds, bytes } of pieces) {
		await until(seconds);
		if (signal.aborted) break;
		listener.output({ channel, offset: printed, bytes });
		printed += bytes.length;
	}
	// What goes on until it is stopped was stopped when its page had been recorded: nobody waits for that.
	if (exit !== null) await until(duration);
	const end = signal.aborted ? ({ phase: 'stopped', exit: null } as const) : ({ phase: 'passed', exit } as const);
	listener.message({ type: 'run', run: { ...run, ...end, printed } });
}

/** The run as it was when it had begun. */
function runOf({ engine, timestamp, exit, width: cols, height: rows }: Recording): Omit<ShownRun, 'id' | 'channel'> {
	const day = new Date(timestamp * 1000).toISOString().slice(0, 10);
	return {
		page: '',
		shell: '',
		snippet: null,
		code: null,
		cols,
		rows,
		phase: 'running',
		exit: null,
		printed: 0,
		duration: null,
		trouble: null,
		missing: [],
		expectation: [],
		recorded: { engine: engine.replace(/\+.*/, ''), day, goesOn: exit === null },
	};
}

/** Waits so many seconds, or until the signal. */
function pause(seconds: number, signal: AbortSignal): Promise<void> {
	if (seconds <= 0 || signal.aborted) return Promise.resolve();
	return new Promise((resolve) => {
		const timer = setTimeout(resolve, seconds * 1000);
		signal.addEventListener('abort', () => {
			clearTimeout(timer);
			resolve();
		});
	});
}
