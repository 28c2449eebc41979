// A notice at the page's edge of what the reader did not ask for but must know. It stays until it is dismissed.

import { texts } from '../texts/terminal.ts';
import { element, iconButton } from './element.ts';

/** Shows a notice in the place of the one before. */
export function notice(text: string): void {
	dismissNotice();
	const before = document.activeElement;
	const dismiss = () => {
		dismissNotice();
		if (before instanceof HTMLElement) before.focus({ preventScroll: true });
	};
	const shown = element('div', { class: 'lab-notice', role: 'status' });
	document.body.append(shown);
	// A live region is read aloud when its content changes, not when it appears. A hidden tab, too, is told: it has no frames.
	setTimeout(() => shown.append(text, iconButton('close', texts.dismiss, dismiss)));
}

export function dismissNotice(): void {
	document.querySelector('.lab-notice')?.remove();
}
