// The options of `npm start` and `npm run dev`. Plain JavaScript, because they are read before anything is installed.
import { parseArgs } from 'node:util';
import { logLevel, logUsage } from './log-level.mjs';
import { Refusal } from './refusal.mjs';

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
 * Reads the options.
 *
 * @param {string[]} args what follows the script's name
 * @param {string} [command] the command as it is typed
 * @returns {Options}
 * @throws {Refusal} with status 2 for an option that is not known or has a wrong value
 */
export function parseOptions(args, command = 'npm start') {
	/** @param {string} clause */
	const wrong = (clause) => new Refusal(`Wrong option: ${clause}; see ${command} -- --help.`, 2);
	const { port, engine, yes, log, help, 'no-open': noOpen } = parse(args, wrong);
	if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) {
		throw wrong(`--port needs a number from 0 to 65535, not "${port}"`);
	}
	if (engine === '') throw wrong('--engine needs an address, such as unix:///var/run/docker.sock');
	return { port: Number(port), open: !noOpen, yes, engine, log: logLevel(log, wrong), help };
}

/**
 * @param {string[]} args
 * @param {(clause: string) => Refusal} wrong
 */
function parse(args, wrong) {
	try {
		return parseArgs({
			args,
			options: {
				port: { type: 'string', default: '4321' },
				'no-open': { type: 'boolean', default: false },
				yes: { type: 'boolean', default: false },
				engine: { type: 'string' },
				log: { type: 'string' },
				help: { type: 'boolean', default: false },
			},
		}).values;
	} catch (error) {
		throw wrong(explain(/** @type {NodeJS.ErrnoException} */ (error)));
	}
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
