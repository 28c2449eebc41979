// Which exercises this browser's reader has solved: kept in its storage, shown beside the chapters in the sidebar.

import { SOLVED } from './storage-keys.ts';
import { pageOf } from './transport/address.ts';

/** References of the solved exercises, e.g. `docker0#d0-x`. */
function solved(): Set<string> {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(SOLVED) ?? '[]');
		return new Set(Array.isArray(kept) ? kept.filter((entry) => typeof entry === 'string') : []);
	} catch {
		return new Set();
	}
}

export function markSolved(reference: string): void {
	localStorage.setItem(SOLVED, JSON.stringify([...solved().add(reference)]));
	showProgress();
}

/** Forgets all progress. */
function clearProgress(): void {
	localStorage.removeItem(SOLVED);
	showProgress();
	// The button disappears: the focus moves beside it.
	document.querySelector<HTMLElement>('.sidebar-content a[aria-current=page]')?.focus({ preventScroll: true });
}

/** Marks the chapters whose exercises are solved. Works on any page, in either language. */
export function showProgress(): void {
	const pages = new Set([...solved()].map((reference) => reference.split('#')[0]));
	for (const link of document.querySelectorAll<HTMLAnchorElement>('.sidebar-content a[data-chapter]')) {
		link.toggleAttribute('data-solved', pages.has(pageOf(link.pathname)));
	}
	for (const button of document.querySelectorAll<HTMLElement>('[data-action=clear-progress]')) {
		button.hidden = pages.size === 0;
		button.onclick = clearProgress;
	}
}
