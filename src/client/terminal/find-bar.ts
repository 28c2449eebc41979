// The search field of the drawer: goes from match to match in what the shell before the reader has printed.

import { element } from '../parts/element.ts';
import { texts } from '../texts/terminal.ts';
import type { ShellView } from './shell-view.ts';

/** A search field, hidden until it is opened; `view` is the shell to search in. */
export function findBar(view: () => ShellView | undefined): { bar: HTMLElement; toggle: () => void } {
	const field = element('input', { type: 'search', 'aria-label': texts.find, placeholder: texts.find });
	const previous = element(
		'button',
		{ type: 'button', 'aria-label': texts.findPrevious, title: texts.findPrevious },
		'↑',
	);
	const next = element('button', { type: 'button', 'aria-label': texts.findNext, title: texts.findNext }, '↓');
	const result = element('span', { role: 'status' });
	const bar = element('div', { class: 'terminal-find', role: 'search' }, field, previous, next, result);
	bar.hidden = true;

	const find = (backwards: boolean, incremental = false) => {
		const search = view()?.search;
		const found = backwards ? search?.findPrevious(field.value) : search?.findNext(field.value, { incremental });
		result.textContent = found || field.value === '' ? '' : texts.notFound;
	};
	const toggle = () => {
		bar.hidden = !bar.hidden;
		if (bar.hidden) view()?.focus();
		else field.select();
	};
	// The search begins at the latest output.
	field.addEventListener('input', () => find(true));
	field.addEventListener('keydown', (event) => {
		if (event.key === 'Enter' && !event.isComposing) find(!event.shiftKey);
		else if (event.key === 'Escape') toggle();
	});
	previous.onclick = () => find(true);
	next.onclick = () => find(false);
	return { bar, toggle };
}
