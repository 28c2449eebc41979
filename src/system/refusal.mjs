// Errors that the user can fix. A command prints them as one sentence, and all other errors with their stack.

/** A reason not to go on, as one sentence. */
export class Refusal extends Error {
	/**
	 * @param {string} sentence what is wrong, and what to do about it
	 * @param {number} status the command's exit status
	 */
	constructor(sentence, status = 1) {
		super(sentence);
		this.name = 'Refusal';
		this.status = status;
	}
}

/**
 * Prints an error: a refusal as its sentence, anything else with its stack.
 *
 * @param {unknown} error
 * @returns {number} the exit status
 */
export function reportError(error) {
	if (!(error instanceof Refusal)) {
		console.error(error);
		return 1;
	}
	console.error(error.message);
	return error.status;
}
