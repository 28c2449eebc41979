// Plays a snippet's recording where nothing can run, with the timing that it really had, in the same panel as live output.
// Loaded on the first playback.
import type { Recording } from '../../transcript/recording.ts';
import { LiveOutput } from '../terminal/live-output.ts';
import { texts } from '../texts/of-head.ts';
import { recordedTexts } from '../texts/recordings.ts';
import { base } from './address.ts';
import { fetchRecording } from './fetch-recording.ts';

/** What a block shows while and after its recording plays. */
export interface PlaybackView {
	panel: HTMLElement;
	/** Where it is said how to go live. */
	notes: HTMLElement;
	/** The status line. */
	say: (text: string) => void;
}

/**
 * Plays a recording to its end.
 * @param signal stops it; what was drawn so far stays
 * @returns its exit status; undefined when there is no recording or it was stopped
 */
export async function play(
	reference: string,
	{ panel, notes, say }: PlaybackView,
	signal: AbortSignal,
): Promise<number | null | undefined> {
	const recording = await fetchRecording(reference);
	if (!recording) say(recordedTexts.missing);
	if (!recording || signal.aborted) return undefined;
	const where: [engine: string, day: string] = [recording.engine.replace(/\+.*/, ''), dayOf(recording)];
	say(recordedTexts.recorded(...where));
	const goesOn = recording.exit === null ? `${recordedTexts.goesOn} ` : '';
	notes.replaceChildren(howToGoLive(goesOn + recordedTexts.howTo(...where)));
	panel.replaceChildren();
	panel.hidden = false;
	await draw(recording, panel, signal);
	if (!signal.aborted) return recording.exit;
	say(recordedTexts.stopped);
	return undefined;
}

async function draw(recording: Recording, panel: HTMLElement, signal: AbortSignal): Promise<void> {
	const { width, height, events, exit, duration, cut } = recording;
	const output = new LiveOutput(panel, {
		cols: width,
		rows: height,
		shell: '',
		// What asks in a recording was answered when it was recorded.
		printed: Number.POSITIVE_INFINITY,
		tty: false,
		leave: () => panel.focus(),
		seen: () => {},
	});
	const encoder = new TextEncoder();
	const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
	let offset = cut;
	let now = 0;
	const until = async (seconds: number) => {
		if (!still) await pause(seconds - now, signal);
		now = seconds;
	};
	output.skip(cut);
	for (const [seconds, text] of events) {
		await until(seconds);
		if (signal.aborted) break;
		const bytes = encoder.encode(text);
		output.write({ channel: 0, offset, bytes });
		offset += bytes.length;
	}
	// What goes on until it is stopped was stopped when its page had been recorded: nobody waits for that.
	if (exit !== null) await until(duration);
	await output.end(offset);
}

function howToGoLive(text: string): HTMLElement {
	const note = document.createElement('p');
	const link = document.createElement('a');
	link.href = `${base}${texts.path}/lab/`;
	link.textContent = recordedTexts.howToLink;
	note.append(text, ' ', link);
	return note;
}

/** The day of the recording, as ISO 8601 writes it: the same in every language. */
function dayOf({ timestamp }: Recording): string {
	return new Date(timestamp * 1000).toISOString().slice(0, 10);
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
