// Events: their levels, their sentences, and errors in words.
import { expect, test } from 'vitest';
import { describeEvent } from '../../src/telemetry/describe.ts';
import { causeOf, levelOf, type TelemetryEvent } from '../../src/telemetry/events.ts';

test('what an operator can fix is a warning or an error, and what a reader does is not', () => {
	const failed: TelemetryEvent = { type: 'lab-start-failed', trouble: 'lab-failed', why: 'no room', ms: 1200 };
	expect(levelOf(failed)).toBe('error');
	expect(levelOf({ type: 'removal-failed', what: 'lab', why: 'busy' })).toBe('warn');
	expect(levelOf({ type: 'lab-ended', lab: 'abc', why: 'died' })).toBe('warn');
	expect(levelOf({ type: 'lab-ended', lab: 'abc', why: 'idle' })).toBe('info');
	expect(levelOf({ type: 'door-refused', why: 'foreign-host', status: 421 })).toBe('info');
	expect(levelOf({ type: 'request-failed', method: 'GET', path: '/', status: 404, why: 'none' })).toBe('debug');
	expect(levelOf({ type: 'request-failed', method: 'GET', path: '/', status: 500, why: 'disk' })).toBe('error');
});

test('an event is one sentence that begins with its subject', () => {
	expect(describeEvent({ type: 'lab-start-failed', trouble: 'lab-failed', why: 'no room', ms: 1234 })).toBe(
		'a lab could not be started (lab-failed, after 1.2 s): no room',
	);
	const run = { type: 'run-ended', phase: 'failed', trouble: 'timeout', bytes: 5 } as const;
	expect(describeEvent({ ...run, snippet: 'docker0#d0-3', exit: 130, ms: 60_000 })).toBe(
		'run of docker0#d0-3: failed (timeout, status 130, 60.0 s, 5 bytes)',
	);
	expect(describeEvent({ ...run, snippet: null, exit: null, ms: null })).toBe(
		'run of a typed command: failed (timeout, 5 bytes)',
	);
});

test('any thrown value is described on one line', () => {
	expect(causeOf(new Error('two\n  lines'))).toBe('two lines');
	expect(causeOf(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }))).toBe(
		'fetch failed: connect ECONNREFUSED',
	);
	expect(causeOf(Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }))).toBe('ECONNREFUSED');
	expect(causeOf(new RangeError())).toBe('RangeError');
	expect(causeOf('said so')).toBe('said so');
	expect(causeOf({ secret: 'x' })).toBe('no reason was given');
	expect(causeOf(new Error('\x1b[2Jgone\x07'))).toBe('[2Jgone');
	expect(causeOf(new Error('x'.repeat(9999)))).toHaveLength(501);
});
