// What a block of the page is at, and what changes that: one function from a state and an event to the next state and what is to
// be done. It knows neither the page nor the transport, so that every transition is tested without a browser.
import type { Loss } from '../../protocol/losses.ts';
import type { RunPhase } from '../../protocol/messages.ts';
import type { ShownRun, TransportRefusal, TransportState } from '../transport/transport.ts';
import type { Outcome } from './runnable-block.ts';

/** What the status line says in the place of how the run is. */
export type Said = { lost: Loss } | { refused: TransportRefusal | 'too-long' } | 'reading';

/** Where a block stands. `run` is the run whose output it shows. */
export type BlockState = { said?: Said | undefined } & (
	| { is: 'idle'; run?: undefined }
	/** Asked for before it was known who answers. */
	| { is: 'waiting'; run?: ShownRun | undefined }
	/** Asked for, and not answered yet: the companion, or a recording. `stop`: it is to be stopped as soon as it is there. */
	| { is: 'asked'; run?: ShownRun | undefined; recorded: boolean; stop?: boolean }
	/** `goesOn`: it is one that stays, and whoever waited for it has gone on. */
	| { is: 'live'; run: ShownRun; goesOn?: boolean }
	/** Over, and its output is not drawn to the end. `before`: how it was shown until then, if it was. */
	| { is: 'ending'; run: ShownRun; before?: RunPhase | undefined }
	| { is: 'over'; run: ShownRun }
);

export type BlockEvent =
	/** Somebody runs the block; whoever does so waits for an outcome. */
	| { type: 'run'; link: TransportState }
	| { type: 'stop' }
	/** What was to be sent was not. */
	| { type: 'unsent'; said: Said }
	| { type: 'link'; link: TransportState; loss: Loss }
	/** The companion is there (again), and tells next of the runs with these ids. */
	| { type: 'welcome'; runs: readonly string[] }
	| { type: 'told'; run: ShownRun }
	| { type: 'refused'; why: TransportRefusal }
	/** The lab was replaced, and what ran there is no more. */
	| { type: 'reset' }
	/** A block that stays has had time to begin. */
	| { type: 'begun'; run: string }
	/** All output of a run that is over is drawn. */
	| { type: 'drawn'; run: string }
	/** A part of the page could not be loaded. */
	| { type: 'broken'; loss: Loss };

/**
 * What is to be done, about the new state's run. `send`: ask the transport. `stop`: ask it to end the run. `begin`: an output in
 * the place of what is shown. `resize`: the output has the run's size. `started`: it runs now. `finish`: draw its output to the
 * end. `settle`: show its notes. `clear`: nothing is shown any more. `cancel`: no space is needed for what was to come. An outcome
 * is told to everybody who waits for one.
 */
export type BlockEffect =
	| 'send'
	| 'stop'
	| 'begin'
	| 'resize'
	| 'started'
	| 'finish'
	| 'settle'
	| 'clear'
	| 'cancel'
	| { outcome: Outcome };

export type Step = [state: BlockState, effects: BlockEffect[]];

/** What a block is at after an event, and what is to be done in that order. */
export function next(state: BlockState, event: BlockEvent): Step {
	switch (event.type) {
		case 'run':
			return asked(state, event.link);
		case 'stop':
			if (state.is === 'waiting') return [rest(state.run), ['cancel', { outcome: 'stopped' }]];
			if (state.is === 'asked') return [{ ...state, stop: true }, []];
			return [state, state.is === 'live' ? ['stop'] : []];
		case 'unsent':
			return refused(state, event.said);
		case 'link':
			return linked(state, event);
		case 'welcome': {
			// A run that the companion does not know any more would never end.
			const lost = (state.is === 'live' || state.is === 'ending') && !event.runs.includes(state.run.id);
			return lost ? forgotten(state) : [state, []];
		}
		case 'told':
			return told(state, event.run);
		case 'refused':
			return refused(state, { refused: event.why });
		case 'reset':
			// The companion runs in the new lab what it has not answered yet.
			if (state.is === 'asked') return [{ ...state, run: undefined }, state.run ? ['clear'] : []];
			return forgotten(state);
		case 'begun':
			if (state.is !== 'live' || state.run.id !== event.run) return [state, []];
			return [{ ...state, goesOn: true }, [{ outcome: 'going' }]];
		case 'drawn':
			if (state.is !== 'ending' || state.run.id !== event.run) return [state, []];
			return [{ is: 'over', run: state.run }, ['settle', { outcome: state.run.phase as Outcome }]];
		case 'broken':
			return [{ ...state, said: { lost: event.loss } }, []];
	}
}

/** A run that is under way is not run twice: its outcome is for everybody who asked. */
function asked(state: BlockState, link: TransportState): Step {
	if (state.is === 'live' && state.goesOn) return [state, [{ outcome: 'going' }]];
	if (state.is !== 'idle' && state.is !== 'over') return [state, []];
	return link === 'connecting' ? [{ is: 'waiting', run: state.run }, []] : sent(state.run, link);
}

function sent(run: ShownRun | undefined, link: TransportState): Step {
	return [{ is: 'asked', run, recorded: link === 'reading' }, ['send']];
}

function linked(state: BlockState, { link, loss }: { link: TransportState; loss: Loss }): Step {
	if (link === 'connecting') return [state, []];
	if (link === 'lost') {
		return state.is === 'waiting' || state.is === 'asked' ? refused(state, { lost: loss }) : [state, []];
	}
	if (state.is === 'waiting') return sent(state.run, link);
	if (link === 'reading') return forgotten(state);
	// The companion is back: what was said of its absence is no longer so.
	return [{ ...state, said: undefined }, []];
}

function told(state: BlockState, run: ShownRun): Step {
	const over = run.phase !== 'starting' && run.phase !== 'running';
	const started: BlockEffect[] = run.phase === 'running' && state.run?.phase !== 'running' ? ['started'] : [];
	if (state.is !== 'idle' && state.run?.id === run.id) {
		if (state.is !== 'live') return [{ ...state, run }, []];
		if (over) return [{ is: 'ending', run, before: state.run.phase }, ['finish']];
		return [{ ...state, run, said: undefined }, ['resize', ...started]];
	}
	// The old run's end is not shown any more, but whoever waited for it learns how it ended.
	const effects: BlockEffect[] = state.is === 'ending' ? [{ outcome: state.run.phase as Outcome }, 'begin'] : ['begin'];
	if (over) return [{ is: 'ending', run }, [...effects, 'finish']];
	if (run.phase === 'running') effects.push('started');
	if (state.is === 'asked' && state.stop) effects.push('stop');
	return [{ is: 'live', run }, effects];
}

/** Goes back to what was shown before the reader asked. */
function refused(state: BlockState, said: Said): Step {
	if (state.is !== 'waiting' && state.is !== 'asked') return [state, []];
	return [{ ...rest(state.run), said }, ['cancel', { outcome: 'refused' }]];
}

/** Drops the run, which is gone with its lab or its companion. */
function forgotten(state: BlockState): Step {
	if (state.is === 'idle') return [{ is: 'idle' }, []];
	return [{ is: 'idle' }, ['clear', { outcome: state.is === 'asked' ? 'refused' : 'stopped' }]];
}

function rest(run: ShownRun | undefined): BlockState {
	return run ? { is: 'over', run } : { is: 'idle' };
}

/** How a block looks: its attributes, and whether something runs that can be stopped and not begun again. */
export function look(state: BlockState): { state: string; exit: string; busy: boolean } {
	const { is, run } = state;
	const shown = is === 'ending' ? state.before : is === 'asked' ? 'starting' : run?.phase;
	const recorded = is === 'asked' ? state.recorded : run?.recorded !== undefined;
	return {
		state: recorded ? 'recorded' : (shown ?? 'idle'),
		exit: is === 'ending' ? '' : String(run?.exit ?? ''),
		// A recording can be stopped while it is loaded.
		busy: shown !== undefined && (is === 'live' || is === 'ending' || (is === 'asked' && recorded)),
	};
}
