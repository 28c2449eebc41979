// How much is logged: `--log LEVEL`, or UNDERBRIDGE_LOG. Plain JavaScript, because it is read before anything is installed.

/** Pino's levels, from the fewest lines to the most; `silent` logs nothing. */
export const LEVELS = /** @type {const} */ (['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']);

/** @typedef {typeof LEVELS[number]} LogLevel */

/** What an operator must see: a lab that could not start, a removal that failed. */
const DEFAULT = 'warn';

/** The lines of a command's usage. @param {number} column where its explanations begin */
export const logUsage = (column = 17) =>
	`${'  --log LEVEL'.padEnd(column)}log to standard error: ${LEVELS.join(', ')}\n` +
	`${' '.repeat(column)}(default ${DEFAULT}, or what UNDERBRIDGE_LOG says)`;

/**
 * The level that is asked for: the option's, else the environment's, else `warn`.
 *
 * @param {string | undefined} option the value of `--log`
 * @param {(clause: string) => Error} wrong makes the error for a level that there is not
 * @param {Record<string, string | undefined>} env
 * @returns {LogLevel}
 */
export function logLevel(option, wrong, env = process.env) {
	const [name, value] = option === undefined ? ['UNDERBRIDGE_LOG', env.UNDERBRIDGE_LOG || DEFAULT] : ['--log', option];
	const level = LEVELS.find((known) => known === value);
	if (level) return level;
	throw wrong(`${name} needs one of ${LEVELS.join(', ')}, not "${value}"`);
}
