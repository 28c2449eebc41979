// Running several blocks of a page, one after the other, as a reader would who clicks from the top. Loaded when asked for.
import type { RunSnippet } from './run-snippet.ts';

/** All blocks that a reader runs in turn; an exercise's solution and a case's symptom are theirs to decide. */
function blocks(): RunSnippet[] {
	return [...document.querySelectorAll<RunSnippet>('run-snippet:not([data-kind])')];
}

/** Runs the page from its first block on. @returns Whether all passed. */
export function runAll(signal?: AbortSignal): Promise<boolean> {
	return runEach(blocks(), signal);
}

/** Runs the page from its first block up to this one. */
export function runUpTo(last: RunSnippet): Promise<boolean> {
	const all = blocks();
	return runEach(all.slice(0, all.indexOf(last) + 1));
}

/** Runs the named blocks in that order, and then `after`. */
export function runInTurn(references: string[], after: RunSnippet): Promise<boolean> {
	const named = references.flatMap((reference) => blocks().find((block) => block.reference === reference) ?? []);
	return runEach([...named, after]);
}

/** Stops at the first block that does not pass, and brings it into view. */
async function runEach(list: RunSnippet[], signal?: AbortSignal): Promise<boolean> {
	for (const block of list) {
		if (signal?.aborted) return false;
		const stop = () => block.stop();
		signal?.addEventListener('abort', stop);
		if ('tty' in block.dataset) block.scrollIntoView({ block: 'center' });
		const outcome = await block.run();
		signal?.removeEventListener('abort', stop);
		if (outcome === 'passed' || outcome === 'going') continue;
		block.scrollIntoView({ block: 'center' });
		return false;
	}
	return true;
}
