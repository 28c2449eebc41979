// The options of commands: one parser for all of them, and what `npm start` and `npm run dev` take. Plain JavaScript, because those
// two are read before anything is installed.
import { parseArgs } from 'node:util';
import { logLevel, logUsage } from './log-level.mjs';
import { Refusal, tell } from './refusal.mjs';

/** @typedef {import('node:util').ParseArgsOptionsConfig} Known */

/**
 * @template {Known} T
 * @typedef {object} Command
 * @property {string} name       as it is typed, such as `npm run check`
 * @property {string} usage      what --help prints
 * @property {T} options         in the form of node:util's parseArgs; every command takes --help besides
 * @property {string} [operands] what may be named besides options, such as `file`; nothing unless given
 */

/**
 * What was asked of a command.
 *
 * @template {Known} T
 * @typedef {ReturnType<typeof parseArgs<{ options: T }>>['values'] & { help: boolean, operands: string[] }} Asked
 */

/**
 * Runs a command: reads its options, prints its usage when that is asked for, and tells what goes wrong.
 *
 * @template {Known} T
 * @param {Command<T>} command
 * @param {(asked: Asked<T>) => Promise<number>} run does what the command is for
 * @returns {Promise<number>} the exit status
 */
export async function runCommand(command, run) {
	try {
		const asked = readOptions(command, process.argv.slice(2));
		if (!asked.help) return await run(asked);
		console.log(command.usage);
		return 0;
	} catch (error) {
		return tell(error);
	}
}

/**
 * Reads a command's options.
 *
 * @template {Known} T
 * @param {Command<T>} command
 * @param {string[]} args what follows the script's name
 * @returns {Asked<T>}
 * @throws {Refusal} with status 2 for an option that is not known, or that lacks its value
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
 * parseArgs explains itself at length; one clause is enough. The option that it means stands in quotes in its message.
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
 * @property {number} port      where to listen on 127.0.0.1; 0 for any free port
 * @property {boolean} open     open a browser when there is a desktop
 * @property {boolean} yes      install what is missing without asking
 * @property {string | undefined} engine  address of the Docker engine to use
 * @property {import('./log-level.mjs').LogLevel} log  how much is logged
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
 * @throws {Refusal} with status 2 for an option that is not known or has a wrong value
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
