// Where blocks run: what a session asks of a lab, and of whoever makes labs. How a lab's life is tied to its holder is the affair
// of each implementation; Docker's is in docker/.
import type { Capability } from '../protocol/messages.ts';
import type { Size, Terminal } from './shell/terminal.ts';

/** Makes labs of one kind. */
export interface LabSource {
	/** What the labs are made of, for people and logs: `docker`. */
	readonly kind: string;
	/** Version of the engine that carries the labs, such as `26.1.5`. */
	readonly engine: string;
	readonly can: readonly Capability[];
	/** Labs that may start at a time: more of them only keep one another waiting. */
	readonly startsAtATime: number;
	/**
	 * Starts a lab and waits until it can be used.
	 * @param signal Gives the start up; what was begun of it is removed.
	 * @throws LabError `start-failed`, or what the engine says when it refuses
	 */
	start(signal?: AbortSignal): Promise<Lab>;
	/** Whether labs can be had at all: resolves with false when nobody has answered after so many ms. */
	answers(patience: number): Promise<boolean>;
	/** Removes what ended labs have left behind. */
	sweep(): Promise<void>;
}

/** One lab, from its start to its end: a world of its own with a Docker engine inside. */
export interface Lab {
	/** Names it in logs. */
	readonly id: string;
	/** Resolves when the lab has ended, by itself or by {@link remove}. */
	readonly gone: Promise<void>;
	/** Version of the engine inside, as it says it: `26.1.5+dfsg1`. */
	engine(): Promise<string>;
	/**
	 * Opens a terminal with a shell on it that marks its commands (see shell/marks.ts).
	 * @param key What the shell's marks carry; nobody else in the lab learns it.
	 */
	openTerminal(key: string, size: Size): Promise<Terminal>;
	/**
	 * Runs a bash script, unseen by the reader, and waits for it.
	 * @param options.timeout In ms, 60 s unless given; afterwards the script and its children are killed and `exit` is 124.
	 * @returns Its status, and the last MiB of what it printed on both outputs.
	 * @throws LabError `process-lost` or `engine-gone`
	 */
	run(script: string, options?: { timeout?: number }): Promise<ScriptResult>;
	/** Ends the lab and all that runs in it, and removes what was kept of it. May be called again. */
	remove(): Promise<void>;
}

export interface ScriptResult {
	exit: number;
	output: string;
}
