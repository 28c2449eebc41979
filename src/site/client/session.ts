// The reader's right to run: a one-time code in the link's fragment becomes a bearer, kept in this origin's storage.

const KEY = 'underbridge.bearer';

/** The bearer this browser holds, after exchanging the code of the link it came by, if it came by one. */
export async function bearer(): Promise<string | null> {
	const code = new URLSearchParams(location.hash.slice(1)).get('code');
	if (code) {
		history.replaceState(history.state, '', location.pathname + location.search);
		const answer = await fetch('/api/session', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ code }),
		}).catch(() => undefined);
		if (answer?.ok) localStorage.setItem(KEY, (await answer.json()).bearer);
	}
	return localStorage.getItem(KEY);
}

/** Forgets a bearer that the companion does not know (any more). */
export function forgetBearer(): void {
	localStorage.removeItem(KEY);
}
