// A run's state as a pure function of its events.
import type { RunEnd } from '../lab/shell/shell.ts';
import type { ExpectationResult, RunState, RunTrouble } from '../protocol/messages.ts';
import { troubleOfEnd } from './trouble.ts';

/** A run's progress: the part that pages see, and the part that only the run needs. */
export interface RunProgress
	extends Readonly<Pick<RunState, 'phase' | 'exit' | 'duration' | 'expectation' | 'missing' | 'trouble'>> {
	/** When a shell began it, in ms of the platform's clock; null until then. */
	readonly began: number | null;
	/** Whether its reader has asked to stop it. */
	readonly stopping: boolean;
}

/** `at` is in ms of the platform's clock. */
export type RunEvent =
	/** A shell begins it. */
	| { type: 'begun'; at: number }
	/** Its reader asks to stop it. */
	| { type: 'stop-asked' }
	/** It has exceeded its time limit. */
	| { type: 'timed-out' }
	/** Its code has ended. `limit` is the lab's limit that it hit, if any. */
	| {
			type: 'ended';
			end: RunEnd;
			wanted: number | 'any';
			expectation: ExpectationResult[];
			limit: RunTrouble | null;
			at: number;
	  }
	/** It cannot continue, for a reason outside its code. */
	| { type: 'failed'; trouble: RunTrouble; missing: string[]; at: number };

export const STARTING: RunProgress = {
	phase: 'starting',
	exit: null,
	duration: null,
	expectation: [],
	missing: [],
	trouble: null,
	began: null,
	stopping: false,
};

/** Whether the run has reached a final state. */
export function isOver({ phase }: Pick<RunProgress, 'phase'>): boolean {
	return phase !== 'starting' && phase !== 'running';
}

/** The progress after an event; a run that is over does not change. */
export function next(run: RunProgress, event: RunEvent): RunProgress {
	if (isOver(run)) return run;
	switch (event.type) {
		case 'begun':
			return { ...run, phase: 'running', began: event.at };
		case 'stop-asked':
			return run.began === null ? { ...run, phase: 'stopped' } : { ...run, stopping: true };
		case 'timed-out':
			return { ...run, trouble: 'timeout' };
		case 'failed':
			return {
				...run,
				phase: 'failed',
				trouble: event.trouble,
				missing: event.missing,
				duration: since(run, event.at),
			};
		case 'ended': {
			const { end, wanted, expectation, limit } = event;
			const trouble = troubleAtEnd(run, end) ?? limit;
			const passed = !trouble && isWanted(end, wanted) && expectation.every(({ met }) => met);
			const phase = run.stopping ? 'stopped' : passed ? 'passed' : 'failed';
			const exit = 'status' in end ? end.status : null;
			return { ...run, phase, exit, expectation, trouble, duration: since(run, event.at) };
		}
	}
}

/** Whether a limit of the lab may explain a failure: the run failed, and nothing else explains it yet. */
export function isUnexplained(run: RunProgress, end: RunEnd, wanted: number | 'any'): boolean {
	return end.how === 'status' && !isWanted(end, wanted) && !run.stopping && !run.trouble;
}

function troubleAtEnd({ trouble }: RunProgress, end: RunEnd): RunTrouble | null {
	if (trouble === 'timeout' && end.how === 'shell-ended') return 'timeout-shell-ended';
	return trouble ?? troubleOfEnd(end);
}

function isWanted(end: RunEnd, wanted: number | 'any'): boolean {
	return end.how === 'status' && (wanted === 'any' || end.status === wanted);
}

function since({ began }: RunProgress, at: number): number | null {
	return began === null ? null : at - began;
}
