// The list of the terminal's keys, behind a button.
import { element, iconButton } from '../parts/element.ts';
import { texts } from '../texts/terminal.ts';

/** The button and its list, which stand side by side. */
export function keysButton(): [HTMLElement, HTMLElement] {
	const rows = texts.keys.map(([key = '', does = '']) => [
		element('dt', {}, element('kbd', {}, key)),
		element('dd', {}, does),
	]);
	const list = element('dl', { class: 'terminal-keys', popover: 'auto' }, ...rows.flat());
	const button = iconButton('help', texts.help, () => {});
	button.popoverTargetElement = list;
	return [button, list];
}
