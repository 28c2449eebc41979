// The proofs that the judge of chapter 18 has accepted, read from its output: lines such as `PASS  4 published for outsiders`.

/** @returns The numbers of the accepted proofs; undefined where the judge has not finished, or has not spoken at all. */
export function proofsIn(said: string): number[] | undefined {
	if (!/CAPSTONE \d+\/\d+/.test(said)) return undefined;
	return [...said.matchAll(/PASS +(\d+) /g)].map(([, number]) => Number(number));
}
