// The reader's right to run: a one-time code in the link's fragment becomes a bearer, kept in this origin's storage.
import { BEARER } from '../storage-keys.ts';

/** The bearer this browser holds, after exchanging the code of the link it came by, if it came by one. */
export async function bearer(): Promise<string | null> {
	const code = codeInAddress();
	if (code) {
		history.replaceState(history.state, '', location.pathname + location.search);
		const exchanged = import('./exchange-code.ts').then(({ exchangeCode }) => exchangeCode(code));
		const fresh = await exchanged.catch(() => undefined);
		if (fresh) localStorage.setItem(BEARER, fresh);
	}
	return localStorage.getItem(BEARER);
}

function codeInAddress(): string | null {
	return new URLSearchParams(location.hash.slice(1)).get('code');
}

// A new link to a page that is open already changes only the fragment, and the browser loads nothing.
addEventListener('hashchange', () => {
	if (codeInAddress()) location.reload();
});

/** Forgets a bearer that the companion does not know (any more). */
export function forgetBearer(): void {
	localStorage.removeItem(BEARER);
}
