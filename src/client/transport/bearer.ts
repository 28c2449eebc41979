// The reader's right to run: a one-time code in the link's fragment becomes a bearer, kept in this origin's storage.

const KEY = 'underbridge.bearer';
/** Codes are exchanged only so many times a second. So often, and so much later, one that came too soon is sent again; in ms. */
const AGAIN = { times: 5, after: 1000 };

/** The bearer this browser holds, after exchanging the code of the link it came by, if it came by one. */
export async function bearer(): Promise<string | null> {
	const code = codeInAddress();
	if (code) {
		history.replaceState(history.state, '', location.pathname + location.search);
		const answer = await exchange(code).catch(() => undefined);
		if (answer?.ok) localStorage.setItem(KEY, (await answer.json()).bearer);
	}
	return localStorage.getItem(KEY);
}

function codeInAddress(): string | null {
	return new URLSearchParams(location.hash.slice(1)).get('code');
}

// A new link that is opened where its page is open already loads nothing by itself.
addEventListener('hashchange', () => {
	if (codeInAddress()) location.reload();
});

async function exchange(code: string): Promise<Response> {
	const headers = { 'content-type': 'application/json' };
	for (let left = AGAIN.times; ; left--) {
		const answer = await fetch('/api/session', { method: 'POST', headers, body: JSON.stringify({ code }) });
		if (answer.status !== 429 || left === 0) return answer;
		await new Promise((resolve) => setTimeout(resolve, AGAIN.after));
	}
}

/** Forgets a bearer that the companion does not know (any more). */
export function forgetBearer(): void {
	localStorage.removeItem(KEY);
}
