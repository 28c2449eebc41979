// An expectation says what a snippet's output must match: one regular expression per line, with `!` before one that must
// not match.

export interface ExpectationLine {
	/** The regular expression, without the `!`. */
	pattern: string;
	negated: boolean;
	met: boolean;
}

/** The lines of an `expect` fence that are not blank. */
export function expectationLines(fence: string): string[] {
	return fence.split(/\r?\n/).filter((line) => line.trim() !== '');
}

/**
 * One line of an expectation as a regular expression: `^` and `$` match at line ends, `.` stays within its line.
 * @throws SyntaxError when it is not a regular expression
 */
export function parseExpectation(line: string): { pattern: string; negated: boolean; regexp: RegExp } {
	const negated = line.startsWith('!');
	const pattern = negated ? line.slice(1) : line;
	return { pattern, negated, regexp: new RegExp(pattern, 'm') };
}

/**
 * Checks an expectation against an output.
 * @param expect the lines of the `expect` fence
 * @param text the output as a terminal shows it, see screen-text.ts
 */
export function evaluate(expect: string[], text: string): ExpectationLine[] {
	return expect.map((line) => {
		const { pattern, negated, regexp } = parseExpectation(line);
		return { pattern, negated, met: regexp.test(text) !== negated };
	});
}
