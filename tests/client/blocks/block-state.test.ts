// Every transition of a block: from each of its states, by each event that means something there, and by those that do not.
import { describe, expect, test } from 'vitest';
import { type BlockEvent, type BlockState, look, next } from '../../../src/client/blocks/block-state.ts';
import { aRun } from './runs.ts';

const starting = aRun();
const running = aRun({ phase: 'running' });
const passed = aRun({ phase: 'passed', exit: 0 });
const failed = aRun({ phase: 'failed', exit: 3 });
const other = aRun({ id: 'two', channel: 2 });
const recorded = { engine: '29.0.1', day: '2026-11-26', goesOn: false };

const idle: BlockState = { is: 'idle' };
const waiting: BlockState = { is: 'waiting', run: undefined };
const asked: BlockState = { is: 'asked', run: undefined, recorded: false };
const askedAgain: BlockState = { is: 'asked', run: passed, recorded: false };
const loading: BlockState = { is: 'asked', run: undefined, recorded: true };
const live: BlockState = { is: 'live', run: running };
const stays: BlockState = { is: 'live', run: running, goesOn: true };
const ending: BlockState = { is: 'ending', run: passed, before: 'running' };
const over: BlockState = { is: 'over', run: passed };
const all: BlockState[] = [idle, waiting, asked, askedAgain, loading, live, stays, ending, over];

const lost = { lost: 'no-answer' } as const;
const link = (state: 'connecting' | 'open' | 'lost' | 'reading'): BlockEvent => ({
	type: 'link',
	link: state,
	loss: 'no-answer',
});
const run = (state: 'connecting' | 'open' | 'lost' | 'reading' = 'open'): BlockEvent => ({ type: 'run', link: state });
const told = (run: ReturnType<typeof aRun>): BlockEvent => ({ type: 'told', run });

/** An event leaves a state as it is, and asks for nothing. */
function leaves(state: BlockState, event: BlockEvent): void {
	expect(next(state, event)).toEqual([state, []]);
}

describe('a block that is run', () => {
	test.each(['open', 'lost', 'reading'] as const)('is asked for where the link is %s', (state) => {
		const recorded = state === 'reading';
		expect(next(idle, run(state))).toEqual([{ ...asked, recorded }, ['send']]);
		expect(next(over, run(state))).toEqual([{ ...askedAgain, recorded }, ['send']]);
	});

	test('waits while the page connects, and still shows what it showed', () => {
		expect(next(idle, run('connecting'))).toEqual([waiting, []]);
		expect(next(over, run('connecting'))).toEqual([{ is: 'waiting', run: passed }, []]);
	});

	test.each([waiting, asked, askedAgain, live, ending])(
		'while it is $is is not run twice: who asks waits, too',
		(state) => {
			leaves(state, run());
		},
	);

	test('lets whoever asks go on at once where it is one that stays', () => {
		expect(next(stays, run())).toEqual([stays, [{ outcome: 'going' }]]);
	});

	test('says no more what it said before', () => {
		const [state] = next({ is: 'idle', said: lost }, run());
		expect(state.said).toBeUndefined();
	});
});

describe('a block that waits for the page to connect', () => {
	test.each(['open', 'reading'] as const)('is asked for when the link is %s', (state) => {
		expect(next(waiting, link(state))).toEqual([state === 'open' ? asked : loading, ['send']]);
	});

	test('is not run when the companion is away', () => {
		expect(next(waiting, link('lost'))).toEqual([{ is: 'idle', said: lost }, ['cancel', { outcome: 'refused' }]]);
	});

	test('goes on waiting while the page connects', () => leaves(waiting, link('connecting')));

	test('can be stopped', () => {
		expect(next(waiting, { type: 'stop' })).toEqual([idle, ['cancel', { outcome: 'stopped' }]]);
	});
});

describe('a block that was asked for', () => {
	test('starts, or runs, with its own output', () => {
		expect(next(asked, told(starting))).toEqual([{ is: 'live', run: starting }, ['begin']]);
		expect(next(askedAgain, told(other))).toEqual([{ is: 'live', run: other }, ['begin']]);
		expect(next(asked, told(running))).toEqual([live, ['begin', 'started']]);
	});

	test('may be over when it is first told of', () => {
		expect(next(asked, told(failed))).toEqual([{ is: 'ending', run: failed }, ['begin', 'finish']]);
	});

	test('goes on being asked for when its last run is told of once more', () => {
		expect(next(askedAgain, told(passed))).toEqual([askedAgain, []]);
	});

	test('is refused, and shows what it showed before', () => {
		const said = { refused: 'too-many-runs' } as const;
		const event: BlockEvent = { type: 'refused', why: 'too-many-runs' };
		const effects = ['cancel', { outcome: 'refused' }];
		expect(next(asked, event)).toEqual([{ is: 'idle', said }, effects]);
		expect(next(askedAgain, event)).toEqual([{ is: 'over', run: passed, said }, effects]);
	});

	test.each([lost, 'reading', { refused: 'too-long' }] as const)('and not sent is not run: %j', (said) => {
		expect(next(asked, { type: 'unsent', said })).toEqual([{ is: 'idle', said }, ['cancel', { outcome: 'refused' }]]);
	});

	test('is not run when the connection breaks before its answer, and can be run again', () => {
		const [state, effects] = next(asked, link('lost'));
		expect(state).toEqual({ is: 'idle', said: lost });
		expect(effects).toEqual(['cancel', { outcome: 'refused' }]);
		expect(next(state, run())).toEqual([asked, ['send']]);
	});

	test('is not run when the companion turns out not to know the reader, and can be played', () => {
		for (const state of [asked, askedAgain]) {
			const [after, effects] = next(state, link('reading'));
			expect(after).toEqual(idle);
			expect(effects).toEqual(['clear', { outcome: 'refused' }]);
			expect(next(after, run('reading'))).toEqual([loading, ['send']]);
		}
	});

	test('is run when the companion had it before the connection broke', () => {
		const [after] = next(asked, link('lost'));
		const [open] = next(after, link('open'));
		const [welcomed] = next(open, { type: 'welcome', runs: ['one'] });
		expect(next(welcomed, told(running))).toEqual([live, ['begin', 'started']]);
	});

	test('is stopped as soon as it is there', () => {
		const [state, effects] = next(asked, { type: 'stop' });
		expect(effects).toEqual([]);
		expect(next(state, told(starting))).toEqual([{ is: 'live', run: starting }, ['begin', 'stop']]);
	});

	test('comes to the new lab when the lab is reset', () => {
		leaves(asked, { type: 'reset' });
		expect(next(askedAgain, { type: 'reset' })).toEqual([asked, ['clear']]);
	});

	test('is not answered by a welcome', () => leaves(asked, { type: 'welcome', runs: [] }));
});

describe('a block that runs', () => {
	test('goes from starting to running', () => {
		expect(next({ is: 'live', run: starting }, told(running))).toEqual([live, ['resize', 'started']]);
	});

	test('has its terminal’s size', () => {
		const wide = aRun({ phase: 'running', cols: 120 });
		expect(next(live, told(wide))).toEqual([{ is: 'live', run: wide }, ['resize']]);
	});

	test.each([passed, failed, aRun({ phase: 'stopped' })])('is drawn to its end when it has $phase', (run) => {
		expect(next(live, told(run))).toEqual([{ is: 'ending', run, before: 'running' }, ['finish']]);
	});

	test('may fail before it has begun', () => {
		expect(next({ is: 'live', run: starting }, told(failed))).toEqual([
			{ is: 'ending', run: failed, before: 'starting' },
			['finish'],
		]);
	});

	test('gives its place to another run, which those wait for who waited for it', () => {
		expect(next(live, told(other))).toEqual([{ is: 'live', run: other }, ['begin']]);
		const later = aRun({ id: 'two', phase: 'running' });
		expect(next(live, told(later))).toEqual([{ is: 'live', run: later }, ['begin', 'started']]);
	});

	test('is stopped by whoever answers', () => {
		expect(next(live, { type: 'stop' })).toEqual([live, ['stop']]);
	});

	test('and stays lets those go on who wait for it', () => {
		expect(next(live, { type: 'begun', run: 'one' })).toEqual([stays, [{ outcome: 'going' }]]);
		leaves(live, { type: 'begun', run: 'another' });
	});

	test('is still one that stays when it is told of again', () => {
		expect(next(stays, told(running))).toEqual([stays, ['resize']]);
	});

	test('goes on while the connection is lost', () => leaves(live, link('lost')));

	test('goes on when the companion is back and knows it', () =>
		leaves(live, { type: 'welcome', runs: ['nil', 'one'] }));

	test.each([live, stays, ending])('and $is is no more when the companion is back and does not know it', (state) => {
		expect(next(state, { type: 'welcome', runs: [] })).toEqual([idle, ['clear', { outcome: 'stopped' }]]);
	});

	test('is not refused by the answer to somebody else', () =>
		leaves(live, { type: 'refused', why: 'already-running' }));
});

describe('a recording', () => {
	const playing = aRun({ phase: 'running', recorded });

	test('that is not there is not played', () => {
		expect(next(loading, { type: 'refused', why: 'no-recording' })).toEqual([
			{ is: 'idle', said: { refused: 'no-recording' } },
			['cancel', { outcome: 'refused' }],
		]);
	});

	test('plays, ends and is stopped like a run', () => {
		const [shown, begun] = next(loading, told(playing));
		expect(begun).toEqual(['begin', 'started']);
		expect(next(shown, { type: 'stop' })).toEqual([shown, ['stop']]);
		const [end, effects] = next(shown, told(aRun({ phase: 'passed', exit: 0, recorded })));
		expect(effects).toEqual(['finish']);
		expect(next(end, { type: 'drawn', run: 'one' })[1]).toEqual(['settle', { outcome: 'passed' }]);
	});

	test('is stopped as soon as it plays, if it was stopped while it was loaded', () => {
		const [state] = next(loading, { type: 'stop' });
		expect(next(state, told(playing))[1]).toEqual(['begin', 'started', 'stop']);
	});
});

describe('a block whose run has ended', () => {
	test.each([passed, failed, aRun({ phase: 'stopped' })])('tells that it has $phase when all is drawn', (run) => {
		const state: BlockState = { is: 'ending', run, before: 'running' };
		expect(next(state, { type: 'drawn', run: 'one' })).toEqual([
			{ is: 'over', run },
			['settle', { outcome: run.phase }],
		]);
	});

	test('is not told of twice', () => {
		leaves(ending, { type: 'drawn', run: 'another' });
		leaves(over, { type: 'drawn', run: 'one' });
		leaves(ending, told(passed));
		leaves(over, told(passed));
	});

	test('tells how it ended when another run takes its place before all is drawn', () => {
		expect(next(ending, told(other))).toEqual([{ is: 'live', run: other }, [{ outcome: 'passed' }, 'begin']]);
	});

	test('gives its place to another run, of this page or another tab', () => {
		expect(next(over, told(other))).toEqual([{ is: 'live', run: other }, ['begin']]);
	});

	test('keeps its output when the companion is back and has forgotten it', () =>
		leaves(over, { type: 'welcome', runs: [] }));
});

test.each([live, stays, ending, over, waiting])(
	'what was $is is no more after a reset, or without a companion',
	(state) => {
		const nothing = [idle, ['clear', { outcome: 'stopped' }]];
		expect(next(state, { type: 'reset' })).toEqual(nothing);
		if (state.is !== 'waiting') expect(next(state, link('reading'))).toEqual(nothing);
	},
);

test('a block that shows nothing has nothing to lose', () => {
	for (const event of [link('reading'), link('lost'), link('connecting'), { type: 'reset' } as const])
		leaves(idle, event);
	leaves(idle, { type: 'welcome', runs: ['one'] });
});

test('what comes too late changes nothing', () => {
	for (const state of [idle, ending, over]) {
		leaves(state, { type: 'stop' });
		leaves(state, { type: 'refused', why: 'no-engine' });
		leaves(state, { type: 'begun', run: 'one' });
		leaves(state, { type: 'unsent', said: 'reading' });
	}
});

test('that a part of the page could not be loaded is said whatever the block is at, and until the companion is back', () => {
	for (const state of all) {
		const [said, effects] = next(state, { type: 'broken', loss: 'no-answer' });
		expect(said).toEqual({ ...state, said: lost });
		expect(effects).toEqual([]);
		if (state.is !== 'waiting') expect(next(said, link('open'))[0].said).toBeUndefined();
	}
});

test('whoever waits for an outcome gets one, whatever comes in whatever order', () => {
	const events: BlockEvent[] = [
		run(),
		run('connecting'),
		{ type: 'stop' },
		{ type: 'unsent', said: lost },
		link('open'),
		link('lost'),
		{ type: 'welcome', runs: ['one'] },
		{ type: 'welcome', runs: [] },
		told(starting),
		told(running),
		told(passed),
		told(other),
		{ type: 'refused', why: 'no-engine' },
		{ type: 'reset' },
		{ type: 'begun', run: 'one' },
		{ type: 'drawn', run: 'one' },
	];
	let random = 1;
	for (let story = 0; story < 2000; story++) {
		let state: BlockState = idle;
		let waits = false;
		for (let step = 0; step < 12; step++) {
			random = (random * 48_271) % 2_147_483_647;
			const event = events[random % events.length] as BlockEvent;
			const [after, effects] = next(state, event);
			waits = (waits || event.type === 'run') && !effects.some((effect) => typeof effect === 'object');
			// At rest nothing is to come that anybody could wait for.
			if (after.is === 'idle' || after.is === 'over')
				expect(waits, `${JSON.stringify(event)} at ${state.is}`).toBe(false);
			state = after;
		}
		// And the end of the connection ends what is not at rest.
		const [, effects] = next(state, link('reading'));
		if (waits) expect(effects.some((effect) => typeof effect === 'object' || effect === 'send')).toBe(true);
	}
});

describe('a block looks', () => {
	test.each<[BlockState, string, string, boolean]>([
		[idle, 'idle', '', false],
		[waiting, 'idle', '', false],
		[{ is: 'waiting', run: passed }, 'passed', '0', false],
		[asked, 'starting', '', false],
		[askedAgain, 'starting', '0', false],
		[{ is: 'live', run: starting }, 'starting', '', true],
		[live, 'running', '', true],
		[ending, 'running', '', true],
		// As after a reload: it was never seen to run.
		[{ is: 'ending', run: passed }, 'idle', '', false],
		[over, 'passed', '0', false],
		[{ is: 'over', run: failed }, 'failed', '3', false],
		[loading, 'recorded', '', true],
		[{ is: 'live', run: aRun({ phase: 'running', recorded }) }, 'recorded', '', true],
		[{ is: 'ending', run: aRun({ recorded, phase: 'passed', exit: 0 }), before: 'running' }, 'recorded', '', true],
		[{ is: 'over', run: aRun({ recorded, phase: 'passed', exit: 0 }) }, 'recorded', '0', false],
		[{ is: 'over', run: aRun({ recorded, phase: 'stopped' }) }, 'recorded', '', false],
	])('%j: %s', (state, name, exit, busy) => {
		expect(look(state)).toEqual({ state: name, exit, busy });
	});
});
