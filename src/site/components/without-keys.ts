// Removes the keys (`kbd`) from buttons in HTML: as text they would have to be part of the button's accessible name.
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
