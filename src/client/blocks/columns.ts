// How wide a terminal in an output panel is.
import { DEFAULT_SIZE } from '../../protocol/limits.ts';

/** A panel narrower than this scrolls sideways, so that tables keep their columns. */
const LEAST = DEFAULT_SIZE.cols;
const MOST = 200;

/** How many characters of the panel's font fit its width. */
export function columns(panel: HTMLElement): number {
	const sample = document.createElement('span');
	sample.textContent = 'm'.repeat(20);
	const { hidden } = panel;
	panel.hidden = false;
	panel.append(sample);
	const style = getComputedStyle(panel);
	const padding = Number.parseFloat(style.paddingInlineStart) + Number.parseFloat(style.paddingInlineEnd);
	const cols = Math.floor((panel.clientWidth - padding) / (sample.getBoundingClientRect().width / 20));
	sample.remove();
	panel.hidden = hidden;
	return Math.max(LEAST, Math.min(MOST, cols || LEAST));
}
