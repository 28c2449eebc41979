// What a terminal shows for the bytes of a run, as plain text: what a reader sees, and what expectations are held against.
//
// The page's terminal keeps a number of lines and lets earlier ones go. An expectation is about the whole output, so the
// text here has those lines, too: it ends with what the reader sees, and begins where the output does. What the program
// itself erased (`clear`, a reset) is gone in both.
import { emulatedText } from './emulated-text.ts';
import { simpleText } from './simple-text.ts';
import type { ScreenSize } from './terminal.ts';

/**
 * The lines on a terminal's normal screen and above it, each without blanks at its end and whole where it was wrapped,
 * without the blank lines after the last one. Tabs are blanks.
 * @param output what was printed through a PTY, so that lines end with `\r\n`
 * @param size the terminal's, in cells
 */
export async function screenText(output: string | Uint8Array, size: ScreenSize): Promise<string> {
	const text = typeof output === 'string' ? output : decoded(output);
	return (text === undefined ? undefined : simpleText(text, size.cols)) ?? (await emulatedText(output, size));
}

/** Undefined for bytes that are no UTF-8: what a terminal makes of them is not what TextDecoder does. */
function decoded(bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return undefined;
	}
}
