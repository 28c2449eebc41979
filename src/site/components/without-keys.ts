// HTML without the keys (`kbd`) that stand in a button: as text they would have to be a part of its name.
import { applyEdits, readFragment, remove } from '../build/built-page.ts';

export function withoutKeys(html: string): string {
	const page = readFragment(html);
	const keys = page.elements.filter(
		({ tagName, parentNode }) => tagName === 'kbd' && parentNode?.nodeName === 'button',
	);
	return applyEdits(
		html,
		keys.map((element) => remove(element, page)),
	);
}
