// The actions of a block beside Run and Stop. Loaded with the first of them.
import type { RunnableBlock } from './runnable-block.ts';

export { SnippetEditor } from './editor.ts';

/** @param text what the block runs now. @param missing what its last run missed, in the order in which to run it */
export async function act(block: RunnableBlock, action: string, text: string, missing: string[]): Promise<void> {
	if (action === 'run-to-here') (await import('./run-in-turn.ts')).runUpTo(block);
	else if (action === 'run-missing') (await import('./run-in-turn.ts')).runInTurn(missing, block);
	else if (action === 'compare') (await import('./compare.ts')).toggleComparison(block, block.reference);
	else if (action === 'type-in-terminal') {
		(await import('../terminal/drawer.ts')).typeInTerminal(block.dataset.shell ?? 'main', text);
	}
}
