// What can go wrong with a lab: one union of codes, each with whose fault it is. What a reader is told of it is decided in one
// place (session/trouble.ts); the message is for logs and for people at a terminal.

/**
 * Whose fault it is: `ours` is a mistake of Underbridge or its image, `author` one of a page, `condition` the state of the
 * machine, which somebody can change.
 */
export type Fault = 'ours' | 'author' | 'condition';

const FAULTS = {
	/** There are as many labs as this machine may hold. */
	'too-many-labs': 'condition',
	/** The engine that carries the labs does not answer. */
	'engine-gone': 'condition',
	/** No engine was found that could carry labs. */
	'engine-not-found': 'condition',
	/** The lab's image could not be made. */
	'image-failed': 'condition',
	/** The lab's supervisor gave up, or took too long. */
	'start-failed': 'ours',
	/** A process in the lab is gone without a status, with its lab. */
	'process-lost': 'condition',
	/** The shell ended before its first prompt. */
	'shell-failed': 'ours',
	/** A chapter's prelude failed; the message is what it printed. */
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

/** Whether an error is one of ours with that code. */
export function isLabError(error: unknown, code: LabErrorCode): error is LabError {
	return error instanceof LabError && error.code === code;
}

/** The engine that carries the labs does not answer. */
export function engineGone(cause?: unknown): LabError {
	return new LabError('engine-gone', 'The engine does not answer.', { cause });
}
