// The drawing of chapter 03 shows the numbers of the reader's own namespaces, once the block that lists them has run.

import type { RunnableBlock } from '../blocks/runnable-block.ts';
import { page } from '../transport/current.ts';
import { inodesIn } from './inodes.ts';

const drawing = document.querySelector('#eight-lenses-title')?.closest('figure');
const block = document.querySelector<RunnableBlock>(`[data-snippet="${page}#ns-1"]`);

block?.addEventListener('run-ended', ({ output }) => {
	for (const [kind, inode] of inodesIn(output)) {
		const number = drawing?.querySelector(`[data-kind="${kind}"]`);
		if (number) number.textContent = inode;
		drawing?.toggleAttribute('data-numbered', true);
	}
});
