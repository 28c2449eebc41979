// A recording: what a snippet printed when it was last recorded, as an asciicast v2 file, which other players can play, too.
// Format: https://docs.asciinema.org/manual/asciicast/v2/
import { screenText } from './screen-text.ts';

/** What the terminal received, and when: seconds since the start, and the text. */
export type RecordingEvent = [seconds: number, text: string];

export interface Recording {
	/** The terminal's size, in cells. */
	width: number;
	height: number;
	/** When it was recorded, in seconds since 1970. */
	timestamp: number;
	/** The snippet's reference, e.g. `docker0#d0-3`. */
	title: string;
	/** Version of the lab's own Docker engine. */
	engine: string;
	/** Null where it did not end by itself, as a block that goes on until it is stopped. */
	exit: number | null;
	/** From start to end, in seconds. */
	duration: number;
	/** Bytes of earlier output that are not kept. */
	cut: number;
	events: RecordingEvent[];
}

/** Pieces that arrive closer together than this become one event; in seconds. */
const FRAME = 0.02;
/** Output beyond this many bytes is cut at its beginning. */
const MOST_BYTES = 64 * 1024;

const encoder = new TextEncoder();

/** The folder of a page's recordings, beside the English page, as a path from the project's root. */
export function recordingsFolder(page: string): string {
	return `content/docs/${page}.recordings`;
}

/** Where a snippet's recording is, as a path from the project's root. */
export function recordingPath(page: string, id: string): string {
	return `${recordingsFolder(page)}/${id}.cast`;
}

/** The text of the file. The key `underbridge` holds what asciicast has no key for. */
export function writeRecording(recording: Recording): string {
	const { width, height, timestamp, title, engine, exit, duration, cut, events } = recording;
	const header = {
		version: 2,
		width,
		height,
		timestamp,
		title,
		env: { TERM: 'xterm-256color', SHELL: '/bin/bash' },
		underbridge: { engine, exit, duration: inMs(duration), ...(cut > 0 && { cut }) },
	};
	const lines = [header, ...events.map(([seconds, text]) => [inMs(seconds), 'o', text])];
	return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/**
 * Reads what {@link writeRecording} wrote.
 * @throws SyntaxError when it is no recording of ours
 */
export function readRecording(file: string): Recording {
	const [header, ...lines] = file.split('\n').filter(Boolean);
	const { version, underbridge, width, height, timestamp, title } = JSON.parse(header ?? 'null') ?? {};
	if (version !== 2 || !underbridge) throw new SyntaxError('not a recording of Underbridge in asciicast v2');
	const { engine, exit, duration, cut = 0 } = underbridge;
	const events = lines
		.map((line): [number, string, string] => JSON.parse(line))
		.flatMap(([seconds, type, text]): RecordingEvent[] => (type === 'o' ? [[seconds, text]] : []));
	return { width, height, timestamp, title, engine, exit, duration, cut, events };
}

/** The output as its terminal showed it: the form that expectations are held against. */
export function recordedText({
	events,
	width,
	height,
}: Pick<Recording, 'events' | 'width' | 'height'>): Promise<string> {
	return screenText(events.map(([, text]) => text).join(''), { cols: width, rows: height });
}

/** Joins what arrived at the same moment, and keeps the end of what is too long. */
export function condense(events: RecordingEvent[], mostBytes = MOST_BYTES): { events: RecordingEvent[]; cut: number } {
	const joined: RecordingEvent[] = [];
	for (const [seconds, text] of events) {
		const last = joined.at(-1);
		if (last && seconds - last[0] < FRAME) last[1] += text;
		else if (text !== '') joined.push([seconds, text]);
	}
	let excess = joined.reduce((sum, [, text]) => sum + bytesOf(text), 0) - mostBytes;
	let cut = 0;
	while (excess > 0) {
		const [seconds, text] = joined.shift() as RecordingEvent;
		const kept = excess < bytesOf(text) ? linesAfter(text, excess) : '';
		const gone = bytesOf(text) - bytesOf(kept);
		if (kept !== '') joined.unshift([seconds, kept]);
		cut += gone;
		excess -= gone;
	}
	return { events: joined, cut };
}

/** The whole lines of a text that begin after so many bytes. */
function linesAfter(text: string, bytes: number): string {
	const rest = new TextDecoder().decode(encoder.encode(text).subarray(bytes));
	return rest.slice(rest.indexOf('\n') + 1 || rest.length);
}

function bytesOf(text: string): number {
	return encoder.encode(text).length;
}

function inMs(seconds: number): number {
	return Math.round(seconds * 1000) / 1000;
}
