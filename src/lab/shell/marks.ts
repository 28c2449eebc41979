// Parses a shell's terminal bytes: separates the marks that our bashrc prints (OSC 133 with the shell's key) and the
// bracketed-paste switches of readline from everything else.
import { bytesOf, joined } from '../../protocol/bytes.ts';

/** What the parser finds, in byte order. */
export type ShellEvent =
	| { type: 'bytes'; bytes: Uint8Array }
	/** A command is about to run (bash's PS0). */
	| { type: 'command' }
	/** The bytes up to `done` are the shell's last history entry, not output. */
	| { type: 'history' }
	/** The shell has finished its input; `status` is `$?`. */
	| { type: 'done'; status: number }
	/** The shell's prompt is shown; `status` is `$?`. */
	| { type: 'prompt'; status: number }
	/** The shell wants more lines to complete a command (bash's PS2). */
	| { type: 'more' }
	/** A line editor, bash's or another program's, starts (`on`) or stops reading; `bytes` is the sequence. */
	| { type: 'line-editor'; on: boolean; bytes: Uint8Array };

const ESC = 0x1b;
const BEL = 0x07;
const OSC = bytesOf('\x1b]133;');
const PASTE = bytesOf('\x1b[?2004');
/** None of our marks is longer, in bytes; a longer OSC 133 belongs to a program. */
const LONGEST_MARK = 96;

/** A streaming parser: a mark may be split over any number of chunks. */
export class MarkParser {
	readonly #key: string;
	#rest: Uint8Array = new Uint8Array(0);

	/** @param key The shell's key; marks without it are passed on as ordinary bytes. */
	constructor(key: string) {
		this.#key = key;
	}

	/** @param chunk The terminal's next bytes. @returns The events that they complete, in order. */
	parse(chunk: Uint8Array): ShellEvent[] {
		const input = this.#rest.length > 0 ? joined([this.#rest, chunk]) : chunk;
		const events: ShellEvent[] = [];
		let plain = 0;
		let at = input.indexOf(ESC);
		while (at !== -1) {
			const found = this.#sequence(input, at);
			if (found === 'incomplete') break;
			if (found) {
				if (at > plain) events.push({ type: 'bytes', bytes: input.subarray(plain, at) });
				events.push(found.event);
				plain = found.end;
			}
			at = input.indexOf(ESC, found ? found.end : at + 1);
		}
		const end = at === -1 ? input.length : at;
		if (end > plain) events.push({ type: 'bytes', bytes: input.subarray(plain, end) });
		this.#rest = input.slice(end);
		return events;
	}

	/** Our sequence that starts at `at`; undefined for any other. */
	#sequence(input: Uint8Array, at: number): { event: ShellEvent; end: number } | 'incomplete' | undefined {
		const left = input.length - at;
		if (startsWith(input, at, PASTE)) {
			if (left <= PASTE.length) return 'incomplete';
			const letter = input[at + PASTE.length];
			if (letter !== 0x68 && letter !== 0x6c) return undefined;
			const end = at + PASTE.length + 1;
			return { event: { type: 'line-editor', on: letter === 0x68, bytes: input.subarray(at, end) }, end };
		}
		if (!startsWith(input, at, OSC)) return undefined;
		let end = at + OSC.length;
		while (end < input.length && isMarkByte(input[end] as number)) end++;
		if (end >= input.length) return left < LONGEST_MARK ? 'incomplete' : undefined;
		const event =
			input[end] === BEL ? this.#mark(String.fromCharCode(...input.subarray(at + OSC.length, end))) : undefined;
		return event && { event, end: end + 1 };
	}

	#mark(text: string): ShellEvent | undefined {
		const fields = text.split(';');
		if (fields.pop() !== `k=${this.#key}`) return undefined;
		if (fields[0] === 'C') return { type: 'command' };
		if (fields[0] === 'H') return { type: 'history' };
		if (fields[0] === 'D') return { type: 'done', status: Number(fields[1]) };
		if (fields[0] === 'A') return { type: 'prompt', status: Number(fields[1]) };
		if (fields[0] === 'P') return { type: 'more' };
		return undefined;
	}
}

/** Whether our marks may contain the byte: letters, digits, `;` and `=`. */
function isMarkByte(byte: number): boolean {
	return (
		(byte >= 0x30 && byte <= 0x39) ||
		(byte >= 0x41 && byte <= 0x5a) ||
		(byte >= 0x61 && byte <= 0x7a) ||
		byte === 0x3b ||
		byte === 0x3d
	);
}

/** Whether `input` has `prefix` at `at`, or ends within it. */
function startsWith(input: Uint8Array, at: number, prefix: Uint8Array): boolean {
	const length = Math.min(prefix.length, input.length - at);
	for (let index = 0; index < length; index++) if (input[at + index] !== prefix[index]) return false;
	return true;
}
