// What the reader must hear although they did nothing for it, at the page's edge. It stays until it is dismissed.

import { texts } from '../texts/terminal.ts';
import { element, iconButton } from './element.ts';

/** Says so, in the place of what was said before. */
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
