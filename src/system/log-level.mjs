// The log level: `--log LEVEL`, or UNDERBRIDGE_LOG. Plain JavaScript, because it runs before anything is installed.

/** Pino's levels, from fewest lines to most. `silent` logs nothing. */
export const LEVELS = /** @type {const} */ (['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']);

/** @typedef {typeof LEVELS[number]} LogLevel */

/** Shows what an operator must see, such as a lab that could not start or a removal that failed. */
const DEFAULT = 'warn';

/** The lines for a command's usage. @param {number} column where the explanations begin */
export const logUsage = (column = 17) =>
	`${'  --log LEVEL'.padEnd(column)}log to standard error: ${LEVELS.join(', ')}\n` +
	`${' '.repeat(column)}(default ${DEFAULT}, or what UNDERBRIDGE_LOG says)`;

/**
 * The level from the option, else from the environment, else `warn`.
 *
 * @param {string | undefined} option the value of `--log`
 * @param {(clause: string) => Error} wrong makes the error for an unknown level
 * @param {Record<string, string | undefined>} env
 * @returns {LogLevel}
 */
export function logLevel(option, wrong, env = process.env) {
	const [name, value] = option === undefined ? ['UNDERBRIDGE_LOG', env.UNDERBRIDGE_LOG || DEFAULT] : ['--log', option];
	const level = LEVELS.find((known) => known === value);
	if (level) return level;
	throw wrong(`${name} needs one of ${LEVELS.join(', ')}, not "${value}"`);
}
