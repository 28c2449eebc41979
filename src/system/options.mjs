// Parses the options of all commands, and defines those of `npm start` and `npm run dev`. Plain JavaScript, because it runs before
// anything is installed.
import { parseArgs } from 'node:util';
import { logLevel, logUsage } from './log-level.mjs';
import { Refusal, reportError } from './refusal.mjs';

/** @typedef {import('node:util').ParseArgsOptionsConfig} Known */

/**
 * @template {Known} T
 * @typedef {object} Command
 * @property {string} name       as it is typed, such as `npm run check`
 * @property {string} usage      what --help prints
 * @property {T} options         in the form of node:util's parseArgs; every command takes --help besides
 * @property {string} [operands] the name of the positional arguments, such as `file`; without it none are allowed
 */

/**
 * The parsed options of a command.
 *
 * @template {Known} T
 * @typedef {ReturnType<typeof parseArgs<{ options: T }>>['values'] & { help: boolean, operands: string[] }} Asked
 */

/**
 * Runs a command: parses its options, prints its usage for --help, and reports errors.
 *
 * @template {Known} T
 * @param {Command<T>} command
 * @param {(asked: Asked<T>) => Promise<number>} run the command itself; returns the exit status
 * @returns {Promise<number>} the exit status
 */
export async function runCommand(command, run) {
	try {
		const asked = readOptions(command, process.argv.slice(2));
		if (!asked.help) return await run(asked);
		console.log(command.usage);
		return 0;
	} catch (error) {
		return reportError(error);
	}
}

/**
 * Reads a command's options.
 *
 * @template {Known} T
 * @param {Command<T>} command
 * @param {string[]} args what follows the script's name
 * @returns {Asked<T>}
 * @throws {Refusal} with status 2 for an unknown option, or one without its value
 */
export function readOptions({ name, options, operands }, args) {
	try {
		const known = { ...options, help: /** @type {const} */ ({ type: 'boolean', default: false }) };
		const { values, positionals } = parseArgs({ args, allowPositionals: operands !== undefined, options: known });
		return /** @type {any} */ ({ ...values, operands: positionals });
	} catch (error) {
		throw wrongOption(name, explain(/** @type {NodeJS.ErrnoException} */ (error)));
	}
}

/**
 * @param {string} name of the command, as it is typed
 * @param {string} clause what is wrong
 */
export function wrongOption(name, clause) {
	return new Refusal(`Wrong option: ${clause}; see ${name} -- --help.`, 2);
}

/**
 * Shortens parseArgs' long message to one clause. The message has the option in quotes.
 *
 * @param {NodeJS.ErrnoException} error
 */
function explain({ code, message }) {
	const option = /'(?:-\w, )?(-[^\s'=]*|[^']*)/.exec(message)?.[1];
	switch (code) {
		case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
			return `there is no option ${option}`;
		case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
			return /does not take/.test(message) ? `${option} takes no value` : `${option} needs a value`;
		case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
			return `"${option}" is not an option (npm keeps options for itself unless "--" stands before them)`;
		default:
			return message;
	}
}

/**
 * @typedef {object} Options
 * @property {number} port      port on 127.0.0.1; 0 for any free one
 * @property {boolean} open     open a browser if there is a desktop
 * @property {boolean} yes      install what is missing without asking
 * @property {string | undefined} engine  address of the Docker engine to use
 * @property {import('./log-level.mjs').LogLevel} log  log level
 * @property {boolean} help     only print the usage
 */

/** @param {string} [command] the command as it is typed */
export const usage = (command = 'npm start') => `Usage: ${command} -- [options]

  --port N       listen on this port of 127.0.0.1 (default 4321; 0 takes any free one)
  --no-open      do not open a browser
  --yes          install what is missing without asking
  --engine URL   use this Docker engine, such as unix:///var/run/docker.sock or tcp://127.0.0.1:2375
${logUsage()}
  --help         show this`;

/**
 * Reads the options of `npm start` and `npm run dev`.
 *
 * @param {string[]} args what follows the script's name
 * @param {string} [command] the command as it is typed
 * @returns {Options}
 * @throws {Refusal} with status 2 for an unknown option or a wrong value
 */
export function parseOptions(args, command = 'npm start') {
	const {
		port,
		engine,
		yes,
		log,
		help,
		'no-open': noOpen,
	} = readOptions(
		{
			name: command,
			usage: usage(command),
			options: {
				port: { type: 'string', default: '4321' },
				'no-open': { type: 'boolean', default: false },
				yes: { type: 'boolean', default: false },
				engine: { type: 'string' },
				log: { type: 'string' },
			},
		},
		args,
	);
	if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) {
		throw wrongOption(command, `--port needs a number from 0 to 65535, not "${port}"`);
	}
	if (engine === '') throw wrongOption(command, '--engine needs an address, such as unix:///var/run/docker.sock');
	const wrong = (/** @type {string} */ clause) => wrongOption(command, clause);
	return { port: Number(port), open: !noOpen, yes, engine, log: logLevel(log, wrong), help };
}
