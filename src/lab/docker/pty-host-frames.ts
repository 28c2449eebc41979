// The frames that a lab's pty-host reads on its standard input (see src/lab/docker/image/shell/pty-host).
import type { Size } from '../shell/terminal.ts';

/** Bytes written to the terminal as typed input. */
export function inputFrame(bytes: Uint8Array): Buffer {
	return frame('d', bytes);
}

/** The terminal's reply to a program's query; only a program that reads single keys receives it. */
export function answerFrame(bytes: Uint8Array): Buffer {
	return frame('a', bytes);
}

/** A new size for the terminal; its programs get SIGWINCH. */
export function resizeFrame({ rows, cols }: Size): Buffer {
	const payload = Buffer.alloc(4);
	payload.writeUInt16BE(rows, 0);
	payload.writeUInt16BE(cols, 2);
	return frame('r', payload);
}

/** A signal (its number) for the terminal's foreground process group, never for the shell itself. */
export function signalFrame(signal: number): Buffer {
	return frame('k', Buffer.from([signal]));
}

/** The end of input (Ctrl-D) for the terminal's foreground process group, never for the shell itself. */
export function endOfInputFrame(): Buffer {
	return frame('e', Buffer.alloc(0));
}

function frame(type: 'd' | 'a' | 'r' | 'k' | 'e', payload: Uint8Array): Buffer {
	const head = Buffer.alloc(5);
	head.write(type, 'latin1');
	head.writeUInt32BE(payload.length, 1);
	return Buffer.concat([head, payload]);
}
