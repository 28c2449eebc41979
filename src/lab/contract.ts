// Where blocks run: what a session needs from a lab, and from a source of labs. Each implementation ties a lab's life to its
// holder in its own way; Docker's is in src/lab/docker.
import type { Capability } from '../protocol/messages.ts';
import type { Size, Terminal } from './shell/terminal.ts';

/** Makes labs of one kind. */
export interface LabSource {
	/** The kind of lab, for messages and logs: `docker`. */
	readonly kind: string;
	/** Version of the engine that the labs run on, such as `26.1.5`. */
	readonly engine: string;
	readonly can: readonly Capability[];
	/** How many labs may start at once: more would only slow each other down. */
	readonly startsAtATime: number;
	/**
	 * Starts a lab and waits until it can be used.
	 * @param signal Aborts the start; an unfinished lab is removed.
	 * @throws LabError `start-failed`, or the engine's error when it refuses
	 */
	start(signal?: AbortSignal): Promise<Lab>;
	/** Whether labs are available at all: resolves with false when nothing answers within `patience` ms. */
	answers(patience: number): Promise<boolean>;
	/** Removes what ended labs left behind. */
	sweep(): Promise<void>;
}

/** One lab: an isolated machine with a Docker engine inside. */
export interface Lab {
	/** Identifies the lab in logs. */
	readonly id: string;
	/** Resolves when the lab has ended, on its own or by {@link remove}. */
	readonly gone: Promise<void>;
	/** The inner engine's version, as reported by it: `26.1.5+dfsg1`. */
	engine(): Promise<string>;
	/**
	 * Opens a terminal with a shell that marks its commands (see src/lab/shell/marks.ts).
	 * @param key The secret in the shell's marks; no other program in the lab learns it.
	 */
	openTerminal(key: string, size: Size): Promise<Terminal>;
	/**
	 * Runs a bash script, unseen by the reader, and waits for it.
	 * @param options.timeout In ms, 60 s by default; after that the script and its children are killed and `exit` is 124.
	 * @returns Its exit status, and the last MiB of its standard output and standard error.
	 * @throws LabError `process-lost` or `engine-gone`
	 */
	run(script: string, options?: { timeout?: number }): Promise<ScriptResult>;
	/** Ends the lab and everything in it, and removes its files. May be called again. */
	remove(): Promise<void>;
}

export interface ScriptResult {
	exit: number;
	output: string;
}
