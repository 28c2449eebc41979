// Ranges of engine versions for passages of a page: `>=28`, `<28`, or `>=20.10 <28`.

const BOUND = /^(>=|<)(\d+(?:\.\d+)*)$/;

/**
 * Whether an engine's version lies in a range.
 * @param range as in `data-engine` of a page's `<details>`
 * @param version as the engine reports it, e.g. `26.1.5+dfsg1`
 * @throws Error when the range is malformed
 */
export function inRange(range: string, version: string): boolean {
	const bounds = range.split(' ').map((part) => {
		const [, sign, bound] = BOUND.exec(part) ?? [];
		if (!bound) throw new Error(`“${range}” is no range of engine versions: write >=28, <28 or >=20.10 <28.`);
		return { sign, bound };
	});
	return bounds.every(({ sign, bound }) => {
		const order = version.localeCompare(bound, 'en', { numeric: true });
		return sign === '<' ? order < 0 : order >= 0;
	});
}
