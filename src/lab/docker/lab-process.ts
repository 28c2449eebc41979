// A program that runs in a lab's container, as whoever started it holds it.
import type { Readable, Writable } from 'node:stream';

/** A process inside a lab. Its standard error may go unread; its standard output holds it up when nobody reads. */
export interface LabProcess {
	stdin: Writable;
	stdout: Readable;
	stderr: Readable;
	/** Its exit status, when it has ended; rejects when the lab or the engine goes away first. */
	exit: Promise<number>;
	/** Lets go of it: its input ends and its output is no longer read. It must end by itself on that. */
	end(): void;
}
