// What can go wrong with a lab: one union of codes, each with whose fault it is. What the reader sees is decided in one place,
// src/session/trouble.ts; the message is for logs and the terminal.

/**
 * Whose fault it is: `ours` is a bug in Underbridge or its image, `author` a mistake in a page, `condition` the state of the
 * machine, which the user can change.
 */
export type Fault = 'ours' | 'author' | 'condition';

const FAULTS = {
	/** The maximum number of labs is reached. */
	'too-many-labs': 'condition',
	/** The engine that the labs run on does not answer. */
	'engine-gone': 'condition',
	/** No engine was found that can run labs. */
	'engine-not-found': 'condition',
	/** The lab image could not be built. */
	'image-failed': 'condition',
	/** The lab's supervisor gave up, or took too long. */
	'start-failed': 'ours',
	/** A process was lost with its lab, without an exit status. */
	'process-lost': 'condition',
	/** The shell ended before its first prompt. */
	'shell-failed': 'ours',
	/** A chapter's prelude failed; the message is the prelude's output. */
	'scene-failed': 'author',
} as const satisfies Record<string, Fault>;

export type LabErrorCode = keyof typeof FAULTS;

export class LabError extends Error {
	override name = 'LabError';
	readonly code: LabErrorCode;

	constructor(code: LabErrorCode, message: string, options?: ErrorOptions) {
		super(message, options);
		this.code = code;
	}

	get fault(): Fault {
		return FAULTS[this.code];
	}
}

/** Whether an error is a {@link LabError} with that code. */
export function isLabError(error: unknown, code: LabErrorCode): error is LabError {
	return error instanceof LabError && error.code === code;
}

export function engineGone(cause?: unknown): LabError {
	return new LabError('engine-gone', 'The engine does not answer.', { cause });
}
