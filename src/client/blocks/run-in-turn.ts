// Running several blocks of a page, one after the other, as a reader would who clicks from the top. Loaded when asked for.
import { noteTexts } from '../texts/notes.ts';
import { nameOf } from './notes.ts';
import type { Outcome, RunnableBlock } from './runnable-block.ts';

/** All blocks that a reader runs in turn; an exercise's solution and a case's symptom are theirs to decide. */
function blocks(): RunnableBlock[] {
	return [...document.querySelectorAll<RunnableBlock>('run-snippet:not([data-kind])')];
}

/** How it went. */
export interface Way {
	state: 'passed' | 'failed';
	/** How far it went, for the reader. */
	said: string;
}

/** Runs the page from its first block on. */
export function runAll(signal?: AbortSignal): Promise<Way> {
	return runEach(blocks(), signal);
}

/** Runs the page from its first block up to this one. */
export function runUpTo(last: RunnableBlock): Promise<Way> {
	const all = blocks();
	return runEach(all.slice(0, all.indexOf(last) + 1));
}

/** Runs the named blocks in that order, and then `after`. A solution that is still folded is left to its reader. */
export function runInTurn(references: string[], after: RunnableBlock): Promise<Way> {
	const named = references.flatMap(
		(reference) => document.querySelector<RunnableBlock>(`run-snippet[data-snippet="${reference}"]`) ?? [],
	);
	return runEach([...named, after]);
}

/** Stops at the first block that does not pass, and brings it into view. */
async function runEach(list: RunnableBlock[], signal?: AbortSignal): Promise<Way> {
	// The page moves only now, when the reader expects it to: all the space is reserved at once.
	for (const block of list) block.reserveSpace();
	let passed = 0;
	for (const block of list) {
		if (signal?.aborted || !(await runOne(block, signal))) break;
		passed++;
	}
	for (const block of list) block.reserveSpace(false);
	const stoppedAt = list[passed];
	stoppedAt?.scrollIntoView({ block: 'center' });
	const where = stoppedAt ? ` · ${noteTexts.stoppedAt(nameOf(stoppedAt.reference))}` : '';
	return { state: stoppedAt ? 'failed' : 'passed', said: noteTexts.ofAllPassed(passed, list.length) + where };
}

/** @returns Whether the next one may be run. */
async function runOne(block: RunnableBlock, signal: AbortSignal | undefined): Promise<boolean> {
	if ('tty' in block.dataset) block.scrollIntoView({ block: 'center' });
	const outcome = await new Promise<Outcome>((resolve) => {
		// Stop ends the whole run at once, also where the companion is away and no block can be stopped.
		const stop = () => {
			block.stop();
			resolve('stopped');
		};
		signal?.addEventListener('abort', stop);
		block.run().then((outcome) => {
			signal?.removeEventListener('abort', stop);
			resolve(outcome);
		});
	});
	return outcome === 'passed' || outcome === 'going';
}
