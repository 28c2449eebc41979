// Where a run stands, as a pure function of what happens to it.
import type { RunEnd } from '../lab/shell/shell.ts';
import type { ExpectationResult, RunState, RunTrouble } from '../protocol/messages.ts';
import { troubleOfEnd } from './trouble.ts';

/** What a page is told of a run's course, and what only the run itself needs to know. */
export interface RunProgress
	extends Readonly<Pick<RunState, 'phase' | 'exit' | 'duration' | 'expectation' | 'missing' | 'trouble'>> {
	/** When a shell took it, in ms of the platform's clock; null until then. */
	readonly began: number | null;
	/** Whether its reader has asked for its end. */
	readonly stopping: boolean;
}

/** `at` is in ms of the platform's clock. */
export type RunEvent =
	/** A shell takes it. */
	| { type: 'begun'; at: number }
	/** Its reader wants it to end. */
	| { type: 'stop-asked' }
	/** It has taken longer than it may. */
	| { type: 'timed-out' }
	/** Its code has ended. `limit` is the lab's limit that it met, if any. */
	| {
			type: 'ended';
			end: RunEnd;
			wanted: number | 'any';
			expectation: ExpectationResult[];
			limit: RunTrouble | null;
			at: number;
	  }
	/** It cannot go on, for a reason outside its code. */
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

/** Whether nothing more will become of it. */
export function isOver({ phase }: Pick<RunProgress, 'phase'>): boolean {
	return phase !== 'starting' && phase !== 'running';
}

/** The progress after an event; a run that is over stays as it ended. */
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

/** Whether it may have met one of the lab's limits, so that it is worth asking: it failed, and nothing tells yet why. */
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
