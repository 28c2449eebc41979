// A question that must be answered first: a modal dialog with two buttons.

import { texts } from '../texts/terminal.ts';
import { element } from './element.ts';

export interface Question {
	title: string;
	/** What is asked about. */
	body: (Node | string)[];
	/** The button that says yes. */
	yes: string;
}

/** @returns Whether the answer was yes; Esc and Cancel are no. The focus goes back to where it was. */
export function ask({ title, body, yes }: Question): Promise<boolean> {
	const cancel = element('button', { type: 'button' }, texts.cancel);
	const confirm = element('button', { type: 'button', 'data-answer': 'yes' }, yes);
	const dialog = element(
		'dialog',
		{ class: 'lab-dialog', 'aria-label': title },
		element('h2', {}, title),
		...body,
		element('div', { class: 'lab-buttons' }, cancel, confirm),
	);
	document.body.append(dialog);
	return new Promise((resolve) => {
		cancel.onclick = () => dialog.close();
		confirm.onclick = () => dialog.close('yes');
		dialog.onclose = () => {
			dialog.remove();
			resolve(dialog.returnValue === 'yes');
		};
		dialog.showModal();
	});
}

/** Asks before an address that a program printed is opened, in a tab that cannot reach back. */
export async function askToOpen(printed: string): Promise<void> {
	if (!/^https?:\/\//i.test(printed) || !URL.canParse(printed)) return;
	// The browser's own spelling: no character in it reverses others, or looks like one of another host.
	const address = new URL(printed).href;
	const body = [element('p', {}, texts.openText), element('p', {}, element('code', {}, address))];
	if (await ask({ title: texts.openTitle, body, yes: texts.openYes }))
		window.open(address, '_blank', 'noopener,noreferrer');
}
