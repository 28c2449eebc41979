// A run's state, event by event.
import { describe, expect, test } from 'vitest';
import { isOver, isUnexplained, next, type RunEvent, type RunProgress, STARTING } from '../../src/session/run-state.ts';

const begun: RunEvent = { type: 'begun', at: 100 };
const runAfter = (...events: RunEvent[]): RunProgress => events.reduce(next, STARTING);
const met = { pattern: 'x', negated: false, met: true };
const unmet = { ...met, met: false };

function ended(part: Partial<Extract<RunEvent, { type: 'ended' }>> = {}): RunEvent {
	return {
		type: 'ended',
		end: { how: 'status', status: 0 },
		wanted: 0,
		expectation: [],
		limit: null,
		at: 350,
		...part,
	};
}

describe('a run that begins', () => {
	test('runs, and has a duration when it has ended', () => {
		expect(runAfter(begun)).toMatchObject({ phase: 'running', duration: null });
		expect(runAfter(begun, ended())).toMatchObject({ phase: 'passed', exit: 0, duration: 250, trouble: null });
	});

	test.each([
		['with the status that is wanted', { end: { how: 'status', status: 3 }, wanted: 3 }, 'passed', 3, null],
		['with any status, where any is wanted', { end: { how: 'status', status: 9 }, wanted: 'any' }, 'passed', 9, null],
		['with another status', { end: { how: 'status', status: 1 } }, 'failed', 1, null],
		[
			'with another status, at a limit of the lab',
			{ end: { how: 'status', status: 137 }, limit: 'out-of-memory' },
			'failed',
			137,
			'out-of-memory',
		],
		['as expected', { expectation: [met, met] }, 'passed', 0, null],
		['other than expected', { expectation: [met, unmet] }, 'failed', 0, null],
		['incomplete', { end: { how: 'incomplete' } }, 'failed', null, 'incomplete'],
		['with its shell', { end: { how: 'shell-ended', status: 4 } }, 'failed', 4, 'shell-ended'],
		['with its lab', { end: { how: 'lost' } }, 'failed', null, 'lab-gone'],
	] as const)('ends %s', (_how, end, phase, exit, trouble) => {
		expect(runAfter(begun, ended(end as Parameters<typeof ended>[0]))).toMatchObject({ phase, exit, trouble });
	});
});

describe('a run that takes too long', () => {
	test('fails for that reason, however it ends', () => {
		expect(runAfter(begun, { type: 'timed-out' })).toMatchObject({ phase: 'running', trouble: 'timeout' });
		const interrupted = ended({ end: { how: 'status', status: 130 } });
		expect(runAfter(begun, { type: 'timed-out' }, interrupted)).toMatchObject({ phase: 'failed', trouble: 'timeout' });
		expect(runAfter(begun, { type: 'timed-out' }, ended())).toMatchObject({ phase: 'failed', trouble: 'timeout' });
	});

	test('may take its shell with it', () => {
		const withShell = ended({ end: { how: 'shell-ended', status: 137 } });
		expect(runAfter(begun, { type: 'timed-out' }, withShell)).toMatchObject({ trouble: 'timeout-shell-ended' });
	});
});

describe('a run whose reader stops it', () => {
	test('is over at once while it waits', () => {
		expect(runAfter({ type: 'stop-asked' })).toMatchObject({ phase: 'stopped', duration: null });
	});

	test('goes on until its code has ended, and is stopped then, whatever its status', () => {
		expect(runAfter(begun, { type: 'stop-asked' })).toMatchObject({ phase: 'running', stopping: true });
		for (const status of [0, 130])
			expect(runAfter(begun, { type: 'stop-asked' }, ended({ end: { how: 'status', status } }))).toMatchObject({
				phase: 'stopped',
				exit: status,
			});
	});
});

test('a run that cannot go on says why, and what is missing', () => {
	const failed: RunEvent = { type: 'failed', trouble: 'needs-missing', missing: ['lab#lab-1'], at: 500 };
	expect(runAfter(failed)).toMatchObject({ phase: 'failed', missing: ['lab#lab-1'], duration: null });
	expect(runAfter(begun, failed)).toMatchObject({ phase: 'failed', trouble: 'needs-missing', duration: 400 });
});

test('a run that is over stays as it ended', () => {
	const over = [runAfter(begun, ended()), runAfter({ type: 'stop-asked' })];
	const later: RunEvent[] = [begun, { type: 'stop-asked' }, { type: 'timed-out' }, ended({ wanted: 1 })];
	for (const run of over) {
		expect(isOver(run)).toBe(true);
		for (const event of later) expect(next(run, event)).toBe(run);
	}
});

test('a lab is asked for its limits only where nothing else explains a failure', () => {
	const status = (status: number) => ({ how: 'status', status }) as const;
	expect(isUnexplained(runAfter(begun), status(1), 0)).toBe(true);
	expect(isUnexplained(runAfter(begun), status(0), 0)).toBe(false);
	expect(isUnexplained(runAfter(begun), status(1), 'any')).toBe(false);
	expect(isUnexplained(runAfter(begun, { type: 'timed-out' }), status(130), 0)).toBe(false);
	expect(isUnexplained(runAfter(begun, { type: 'stop-asked' }), status(130), 0)).toBe(false);
	expect(isUnexplained(runAfter(begun), { how: 'lost' }, 0)).toBe(false);
});
