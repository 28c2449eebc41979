// Opens the passages about other engines that are about this reader's, and says why. Loaded where a page has such passages.
import type { LabState } from '../protocol/messages.ts';
import { inRange } from '../snippets/engine-range.ts';
import { texts } from './texts/of-head.ts';

let computer = '';

/**
 * Marks the boxes that match the lab's engine or the computer's; each opens when it is first marked, and its reader may close it.
 * @param engine the computer's version; undefined when nothing new is known of it
 */
export function openEngineBoxes(lab: LabState, engine?: string | null): void {
	computer = (engine ?? computer).replace(/[+-].*/, '');
	for (const box of document.querySelectorAll<HTMLDetailsElement>('details[data-engine]')) {
		const range = box.dataset.engine ?? '';
		if (lab.state === 'ready' && inRange(range, lab.engine)) mark(box, texts.boxes.lab);
		else if (computer && inRange(range, computer)) mark(box, texts.boxes.computer.replace('{{version}}', computer));
	}
}

function mark(box: HTMLDetailsElement, text: string): void {
	let label = box.querySelector('.engine-mark');
	if (!label) {
		label = document.createElement('span');
		label.className = 'engine-mark';
		box.querySelector('summary')?.append(' ', label);
		box.open = true;
	}
	label.textContent = text;
}
