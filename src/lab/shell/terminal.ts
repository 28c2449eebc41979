// A terminal inside a lab with a shell on it, as the shell's driver sees it from outside.

/** A terminal's size in character cells. */
export interface Size {
	cols: number;
	rows: number;
}

export interface Terminal {
	/**
	 * Takes what the terminal prints from now on; called once. Bytes that were printed before are not lost.
	 * @param take Gets each piece as it comes.
	 */
	listen(take: (bytes: Uint8Array) => void): void;
	/** Bytes as if typed. Always taken: what waits to be typed holds up nothing else. */
	write(bytes: Uint8Array): void;
	/** What a terminal answers to a program that asked; it goes only to a program that reads single keys. */
	answer(bytes: Uint8Array): void;
	/** A new size; the terminal's programs get SIGWINCH. */
	resize(size: Size): void;
	/** A signal (its number) for the terminal's foreground process group, never for the shell itself. */
	signal(number: number): void;
	/** The end of input (Ctrl-D) for the same. */
	endOfInput(): void;
	/** Stops reading until `resume`, so that the lab's programs wait. */
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
 * What a terminal answers to questions in its output: what it is, how it is, where the cursor stands, how a mode is set
 * (ECMA-48 DA, DSR and CPR, DEC's DECRPM). No key but Shift-F3 sends any of these.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what this is about
const ANSWER = /^\x1b\[[?>]?[\d;]*(?:[cnR]|\$y)$/;
/** No answer is longer; in bytes. */
const LONGEST_ANSWER = 64;

/** Whether bytes for a terminal are such an answer. */
export function isAnswer(bytes: Uint8Array): boolean {
	return bytes.length <= LONGEST_ANSWER && ANSWER.test(String.fromCharCode(...bytes));
}
