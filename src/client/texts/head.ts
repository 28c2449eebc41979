// What a page says while it runs things. It carries those of its own language in its head, where of-head.ts finds them.
import { ORIGINAL, pathOf } from '../../languages/language.ts';
import { ofLanguage } from '../../languages/of-language.ts';
import { fill } from '../../languages/template.ts';
import type { Texts as AllTexts } from '../../languages/texts.ts';
import { MOST_PAGES } from '../../protocol/limits.ts';

export type Texts = AllTexts['head'] & {
	/** Where the language's pages begin, below the site's base: empty, or e.g. `/ko`. */
	path: string;
};

const found = import.meta.glob<AllTexts['head']>('../../../content/i18n/*.json', { import: 'head', eager: true });

export function headTexts(language = ORIGINAL): Texts {
	const texts = ofLanguage(found, language);
	const tooMany = fill(texts.lost['too-many-pages'], { most: MOST_PAGES });
	return { ...texts, path: pathOf(language), lost: { ...texts.lost, 'too-many-pages': tooMany } };
}
