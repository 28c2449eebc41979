// Exchanges a link's one-time code for the reader's right to run. Loaded on a page that was opened by such a link.

/** The companion limits exchanges per second. A code that came too soon is sent again: so often, after so many ms. */
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
