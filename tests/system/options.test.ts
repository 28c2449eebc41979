// Options of commands are parsed, and wrong ones get an error message.
import { describe, expect, test } from 'vitest';
import { parseOptions, readOptions } from '../../src/system/options.mjs';

test('without options: port 4321, a browser, questions asked', () => {
	expect(parseOptions([])).toEqual({ port: 4321, open: true, yes: false, engine: undefined, log: 'warn', help: false });
});

test('all options are parsed, in both notations', () => {
	expect(parseOptions(['--port=0', '--no-open', '--yes', '--engine', 'unix:///e.sock', '--log', 'debug'])).toEqual({
		port: 0,
		open: false,
		yes: true,
		engine: 'unix:///e.sock',
		log: 'debug',
		help: false,
	});
});

test.each([
	[['--prot', '1'], 'there is no option --prot'],
	[['-p'], 'there is no option -p'],
	[['--port'], '--port needs a value'],
	[['--port', 'http'], '--port needs a number from 0 to 65535, not "http"'],
	[['--port', '65536'], '--port needs a number from 0 to 65535, not "65536"'],
	[['--port=-1'], '--port needs a number from 0 to 65535, not "-1"'],
	[['--yes=no'], '--yes takes no value'],
	[['--engine='], '--engine needs an address'],
	[['--log=loud'], '--log needs one of silent, fatal, error, warn, info, debug, trace, not "loud"'],
	[['8080'], '"8080" is not an option'],
])('%j is refused in one sentence with status 2', (args, clause) => {
	const refusal = expect.objectContaining({ status: 2, message: expect.stringMatching(/^Wrong option: [^\n]+\.$/) });
	expect(() => parseOptions(args)).toThrow(refusal);
	expect(() => parseOptions(args)).toThrow(clause);
});

describe('a command', () => {
	const options = { fix: { type: 'boolean', default: false }, jobs: { type: 'string', default: '2' } } as const;
	const command = { name: 'npm run x', usage: 'Usage: npm run x', options };

	test('gets its options with their defaults, and --help besides', () => {
		expect(readOptions(command, ['--fix'])).toEqual({ fix: true, jobs: '2', help: false, operands: [] });
		expect(readOptions(command, ['--help']).help).toBe(true);
	});

	test('gets positional arguments if it takes any, and refuses them otherwise', () => {
		expect(readOptions({ ...command, operands: 'page' }, ['a', '--jobs', '3', 'b'])).toMatchObject({
			jobs: '3',
			operands: ['a', 'b'],
		});
		expect(() => readOptions(command, ['a'])).toThrow(
			/^Wrong option: "a" is not an option .*; see npm run x -- --help\.$/,
		);
	});
});
