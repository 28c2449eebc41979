// Exchanges a link's one-time code for the reader's right to run. Loaded by who comes by such a link.

/** Codes are exchanged only so many times a second. So often, and so much later, one that came too soon is sent again; in ms. */
const AGAIN = { times: 5, after: 1000 };

/** @returns The bearer; undefined where the code is not, or no longer, good. */
export async function exchangeCode(code: string): Promise<string | undefined> {
	const headers = { 'content-type': 'application/json' };
	for (let left = AGAIN.times; ; left--) {
		const answer = await fetch('/api/session', { method: 'POST', headers, body: JSON.stringify({ code }) });
		if (answer.ok) return (await answer.json()).bearer;
		if (answer.status !== 429 || left === 0) return undefined;
		await new Promise((resolve) => setTimeout(resolve, AGAIN.after));
	}
}
