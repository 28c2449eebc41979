// Events are logged on the right stream, in the right format, at the right level.
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { createLog } from '../../src/system/log.ts';
import { LEVELS, logLevel } from '../../src/system/log-level.mjs';
import type { TelemetryEvent } from '../../src/telemetry/events.ts';

const failed: TelemetryEvent = { type: 'lab-start-failed', trouble: 'lab-failed', why: 'no room', ms: 1200 };
const wrong = (clause: string) => new Error(clause);

/** A stream that keeps what is written to it. */
function kept(isTTY: boolean) {
	const lines: string[] = [];
	return { isTTY, lines, write: (line: string) => lines.push(line) };
}

test('an event is a line of JSON, with its facts and a sentence', () => {
	const stream = kept(false);
	createLog('warn', stream).tell(failed);
	expect(stream.lines).toHaveLength(1);
	const line = JSON.parse(stream.lines[0] ?? '');
	expect(line).toMatchObject({ event: 'lab-start-failed', trouble: 'lab-failed', why: 'no room', ms: 1200 });
	expect(line.msg).toBe('a lab could not be started (lab-failed, after 1.2 s): no room');
	expect(line).not.toHaveProperty('hostname');
});

test('on a terminal it is one readable line, with the time of day', () => {
	const stream = kept(true);
	createLog('warn', stream).tell(failed);
	expect(stream.lines.map((line) => stripVTControlCharacters(line))).toEqual([
		expect.stringMatching(
			/^\[\d\d:\d\d:\d\d\] ERROR: a lab could not be started \(lab-failed, after 1\.2 s\): no room\n$/,
		),
	]);
});

test('events below the level are not logged', () => {
	const stream = kept(false);
	const { tell } = createLog('warn', stream);
	tell({ type: 'session-opened' });
	tell({ type: 'lab-started', lab: 'abc', ms: 1 });
	expect(stream.lines).toEqual([]);
	createLog('info', stream).tell({ type: 'session-opened' });
	expect(stream.lines).toHaveLength(1);
	createLog('silent', stream).tell(failed);
	expect(stream.lines).toHaveLength(1);
});

test('neither the bytes of a broken request nor the headers of one are logged', () => {
	const stream = kept(false);
	const { logger } = createLog('trace', stream);
	const err = Object.assign(new Error('Parse Error'), { code: 'HPE_INVALID', rawPacket: Buffer.from('s3cret') });
	logger.trace({ err }, 'client error');
	logger.info({ req: { method: 'GET', url: '/docker0/?k=s3cret', headers: { cookie: 's3cret' } } }, 'incoming request');
	expect(stream.lines).toHaveLength(2);
	expect(stream.lines.join('')).toContain('/docker0/');
	expect(stream.lines.join('')).not.toMatch(/s3cret|115,51/);
});

test('the option wins over the environment, which wins over the default', () => {
	expect(logLevel('debug', wrong, { UNDERBRIDGE_LOG: 'info' })).toBe('debug');
	expect(logLevel(undefined, wrong, { UNDERBRIDGE_LOG: 'info' })).toBe('info');
	expect(logLevel(undefined, wrong, { UNDERBRIDGE_LOG: '' })).toBe('warn');
	expect(logLevel(undefined, wrong, {})).toBe('warn');
	for (const level of LEVELS) expect(logLevel(level, wrong, {})).toBe(level);
});

test('an unknown level is refused with the known ones', () => {
	const all = 'silent, fatal, error, warn, info, debug, trace';
	expect(() => logLevel('loud', wrong, {})).toThrow(`--log needs one of ${all}, not "loud"`);
	expect(() => logLevel('', wrong, {})).toThrow('--log needs one of');
	expect(() => logLevel(undefined, wrong, { UNDERBRIDGE_LOG: '1' })).toThrow('UNDERBRIDGE_LOG needs one of');
});
