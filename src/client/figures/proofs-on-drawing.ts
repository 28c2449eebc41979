// The drawing of chapter 18 fills as the judge accepts proofs, whether its block is run or the reader's work is checked.

import type { RunnableBlock } from '../blocks/runnable-block.ts';
import { page, transport } from '../transport/current.ts';
import { proofsIn } from './proofs.ts';

const drawing = document.querySelector('#blueprint-title')?.closest('figure');
const block = document.querySelector<RunnableBlock>(`[data-snippet="${page}#cap-j"]`);

function show(said: string): void {
	const proofs = proofsIn(said);
	if (proofs && drawing) drawing.dataset.proofs = proofs.join(' ');
}

block?.addEventListener('run-ended', ({ output }) => show(output));
transport.listen({
	message: (message) => {
		if (message.type === 'tried' && message.snippet === `${page}#cap-x`) show(message.said);
	},
});
