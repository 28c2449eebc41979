// The drawing of chapter 03 shows the numbers of the reader's own namespaces, once the block that lists them has run.

import { page } from '../transport/companion-transport.ts';
import { inodesIn } from './inodes.ts';

const drawing = document.querySelector('#eight-lenses-title')?.closest('figure');
const block = document.querySelector(`[data-snippet="${page}#ns-1"]`);

function show(said: string): void {
	for (const [kind, inode] of inodesIn(said)) {
		const number = drawing?.querySelector(`[data-kind="${kind}"]`);
		if (number) number.textContent = inode;
		drawing?.toggleAttribute('data-numbered', true);
	}
}

if (block) new MutationObserver(() => show(block.textContent)).observe(block, { childList: true, subtree: true });
