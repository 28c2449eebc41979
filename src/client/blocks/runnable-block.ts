// What those who run several blocks know of one.

/** How a run ended, for those who run several: `going` is a block that stays. */
export type Outcome = 'passed' | 'failed' | 'stopped' | 'going' | 'refused';

/** A <run-snippet>, as others use it. */
export interface RunnableBlock extends HTMLElement {
	/** `docker0#d0-3` */
	readonly reference: string;
	/** Runs the block, or what the reader made of it. Resolves when it has ended, or goes on by itself. */
	run(): Promise<Outcome>;
	stop(): void;
	/** Opens the room that its output will take, before it is run; or closes it, where none comes. */
	makeRoom(comes?: boolean): void;
}
