// Inline code whose words stay whole: browsers break after a hyphen, so that an option such as -n may end up as "-" and "n". A
// stylesheet cannot tell a short word from one that would not fit a phone.
import { type ElementContent, h } from 'astro-expressive-code/hast';

/** The longest word that is kept whole, in characters: the narrowest list on a phone has room for so many. */
const LONGEST = 24;

/** What a code element has in it: its text, where each word with a hyphen is an element `.whole` of its own. */
export function inlineCode(text: string): ElementContent[] {
	return text
		.split(/( +)/)
		.filter((word) => word !== '')
		.map((word) =>
			word.includes('-') && word.length <= LONGEST
				? h('span', { className: 'whole' }, word)
				: { type: 'text', value: word },
		);
}
