// The one kind of error that a command tells in a sentence instead of a stack: something that the person at the terminal can mend.

/** A reason not to go on, as one sentence. */
export class Refusal extends Error {
	/**
	 * @param {string} sentence what is wrong, and what to do about it
	 * @param {number} status the status that the command ends with
	 */
	constructor(sentence, status = 1) {
		super(sentence);
		this.name = 'Refusal';
		this.status = status;
	}
}

/**
 * Ends a command because of an error: a refusal is told in its sentence, anything else with its stack.
 *
 * @param {unknown} error
 * @returns {number} the exit status
 */
export function tell(error) {
	if (!(error instanceof Refusal)) {
		console.error(error);
		return 1;
	}
	console.error(error.message);
	return error.status;
}
