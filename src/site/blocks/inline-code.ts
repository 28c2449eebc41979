// Keeps the words of inline code whole: browsers break after a hyphen, and would split an option such as -n. This is not left to
// a stylesheet, which cannot tell a short word from one that is too long for a phone.
import { type ElementContent, h } from 'astro-expressive-code/hast';

/** The longest word that is kept whole, in characters: it fits the narrowest list on a phone. */
const LONGEST = 24;

/** The content of a code element: its text, with each hyphenated word in its own `.whole` element. */
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
