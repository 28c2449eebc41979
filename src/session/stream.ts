// A source of output: a run, or a shell's screen. Pages follow it by channel and byte offset.
import type { Shell } from '../lab/shell/shell.ts';
import type { Output } from './output.ts';

export interface Stream {
	/** The channel number of its binary frames; never reused. */
	readonly channel: number;
	readonly output: Output;
	/** The shell that currently prints into it, and can be paused. */
	readonly shell: Shell | undefined;
	/** Whether the output is complete. */
	readonly over: boolean;
}

let last = 0;

/** A channel number that no other stream has. */
export function newChannel(): number {
	return ++last;
}
