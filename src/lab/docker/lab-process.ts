// A handle on a process in a lab's container.
import type { Readable, Writable } from 'node:stream';

/** A process inside a lab. Unread standard output blocks the process; unread standard error is dropped. */
export interface LabProcess {
	stdin: Writable;
	stdout: Readable;
	stderr: Readable;
	/** Resolves with the exit status; rejects when the lab or the engine goes away first. */
	exit: Promise<number>;
	/** Closes the process's input and stops reading its output. The process is expected to exit at end of input. */
	end(): void;
}
