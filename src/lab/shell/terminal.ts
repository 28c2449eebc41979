// A terminal with a shell inside a lab, as the shell's driver sees it.

/** A terminal's size in character cells. */
export interface Size {
	cols: number;
	rows: number;
}

export interface Terminal {
	/**
	 * Listens to the terminal's output; called once. Earlier output is not lost.
	 * @param take Receives each chunk as it arrives.
	 */
	listen(take: (bytes: Uint8Array) => void): void;
	/** Writes bytes as typed input. Never blocks: input waits in a queue that holds up nothing else. */
	write(bytes: Uint8Array): void;
	/** Writes the terminal's reply to a program's query; only a program that reads single keys receives it. */
	answer(bytes: Uint8Array): void;
	/** Sets a new size; the terminal's programs get SIGWINCH. */
	resize(size: Size): void;
	/** Sends a signal, by number, to the terminal's foreground process group, never to the shell itself. */
	signal(number: number): void;
	/** Sends end of input (Ctrl-D) to the same process group. */
	endOfInput(): void;
	/** Stops reading until `resume`: backpressure makes the lab's programs wait. */
	pause(): void;
	resume(): void;
	/** The shell's exit status; rejects when the lab or its engine goes away first. */
	readonly exit: Promise<number>;
	/** Ends the shell and everything in its session. */
	end(): void;
}

/** Opens a terminal in a lab; see `Lab.openTerminal`. */
export type OpenTerminal = (key: string, size: Size) => Promise<Terminal>;

/**
 * A terminal's replies to queries in its output: device attributes, device status, cursor position, mode (ECMA-48 DA, DSR and
 * CPR, DEC's DECRPM). No key except Shift-F3 sends any of these.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern matches control sequences
const ANSWER = /^\x1b\[[?>]?[\d;]*(?:[cnR]|\$y)$/;
/** No reply is longer; in bytes. */
const LONGEST_ANSWER = 64;

/** Whether input for a terminal is such a reply. */
export function isAnswer(bytes: Uint8Array): boolean {
	return bytes.length <= LONGEST_ANSWER && ANSWER.test(String.fromCharCode(...bytes));
}
