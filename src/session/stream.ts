// Something that prints: a run, or a shell's screen. Pages follow it by channel and byte offset.
import type { Shell } from '../lab/shell/shell.ts';
import type { Output } from './output.ts';

export interface Stream {
	/** Numbers its binary frames; never used again for another. */
	readonly channel: number;
	readonly output: Output;
	/** The shell that prints into it now, which can be made to wait. */
	readonly shell: Shell | undefined;
	/** Whether nothing more will be printed. */
	readonly over: boolean;
}

let last = 0;

/** A channel number that no other stream has. */
export function newChannel(): number {
	return ++last;
}
