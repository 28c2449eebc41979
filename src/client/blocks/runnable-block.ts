// A block, as other parts of the page use it.
import type { ShownRun } from '../transport/transport.ts';

/** How a run ended, for those who run several: `going` is a block that stays. */
export type Outcome = 'passed' | 'failed' | 'stopped' | 'going' | 'refused';

/** A <run-snippet>, as others use it. */
export interface RunnableBlock extends HTMLElement {
	/** `docker0#d0-3` */
	readonly reference: string;
	/** The block's own text, as the page has it. */
	readonly code: string;
	/**
	 * Runs the block, or what the reader made of it. Resolves when it has ended, goes on by itself, or is not run at all; who asks
	 * for a run that is under way waits for its end.
	 */
	run(): Promise<Outcome>;
	stop(): void;
	/** Reserves the space that its output will take, before it is run; or gives it up, where none comes. */
	reserveSpace(comes?: boolean): void;
}

/** Fired on a block, and bubbling, when a run has ended and all of its output is drawn. */
export class RunEnded extends Event {
	readonly run: ShownRun;
	/** What the run printed, as plain text. */
	readonly output: string;

	constructor(run: ShownRun, output: string) {
		super('run-ended', { bubbles: true });
		this.run = run;
		this.output = output;
	}
}

declare global {
	interface HTMLElementEventMap {
		'run-ended': RunEnded;
	}
}
