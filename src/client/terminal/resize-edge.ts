// The drawer's upper edge: drawn by the mouse or moved by arrow keys, it sets the drawer's height, which this browser keeps.
import { element } from '../parts/element.ts';
import { TERMINAL_HEIGHT } from '../storage-keys.ts';
import { texts } from '../texts/terminal.ts';

/** In per cent of the window's height. */
const LEAST = 15;
const MOST = 90;
const USUAL = 45;
const STEP = 5;

/** The separator above an element with the id `controls`. */
export function edge(controls: string): HTMLElement {
	const separator = element('div', {
		class: 'terminal-edge',
		role: 'separator',
		tabindex: '0',
		'aria-orientation': 'horizontal',
		'aria-label': texts.height,
		'aria-controls': controls,
		'aria-valuemin': String(LEAST),
		'aria-valuemax': String(MOST),
	});
	let height = USUAL;
	const set = (wanted: number) => {
		height = Math.round(Math.min(MOST, Math.max(LEAST, wanted)));
		separator.setAttribute('aria-valuenow', String(height));
		document.documentElement.style.setProperty('--terminal-height', `${height}vh`);
		localStorage.setItem(TERMINAL_HEIGHT, String(height));
	};
	set(Number(localStorage.getItem(TERMINAL_HEIGHT)) || USUAL);
	separator.addEventListener('keydown', (event) => {
		const to = { ArrowUp: height + STEP, ArrowDown: height - STEP, Home: LEAST, End: MOST }[event.key];
		if (to === undefined) return;
		event.preventDefault();
		set(to);
	});
	separator.addEventListener('pointerdown', (event) => {
		separator.setPointerCapture(event.pointerId);
		event.preventDefault();
		separator.focus();
	});
	separator.addEventListener('pointermove', (event) => {
		if (!separator.hasPointerCapture(event.pointerId)) return;
		set(((innerHeight - event.clientY) / innerHeight) * 100);
	});
	return separator;
}
