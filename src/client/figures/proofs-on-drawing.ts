// The drawing of chapter 18 fills as the judge accepts proofs, whether its block is run or the reader's work is checked.

import { listen, page } from '../transport/companion-transport.ts';
import { proofsIn } from './proofs.ts';

const drawing = document.querySelector('#blueprint-title')?.closest('figure');
const block = document.querySelector(`[data-snippet="${page}#cap-j"]`);

function show(said: string): void {
	const proofs = proofsIn(said);
	if (proofs && drawing) drawing.dataset.proofs = proofs.join(' ');
}

if (block) new MutationObserver(() => show(block.textContent)).observe(block, { childList: true, subtree: true });
listen({
	message: (message) => {
		if (message.type === 'tried' && message.snippet === `${page}#cap-x`) show(message.said);
	},
});
