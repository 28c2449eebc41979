// What a page says while it runs things. It carries those of its own language in its head, where of-head.ts finds them.

import { ofLanguage } from '../../languages/of-language.ts';
import { fill } from '../../languages/template.ts';
import type { Texts as AllTexts } from '../../languages/texts.ts';
import { MOST_PAGES } from '../../protocol/limits.ts';
import type { LabEnd } from '../../protocol/messages.ts';
import type { Loss } from '../transport/companion-transport.ts';

/** A sentence for every loss, and for every end of a lab. */
export type Texts = AllTexts['head'] & { lost: Record<Loss, string>; labGone: Record<LabEnd, string> };

const found = import.meta.glob<AllTexts['head']>('../../../content/i18n/*.json', { import: 'head', eager: true });

export function headTexts(language?: string): Texts {
	const texts = ofLanguage(found, language);
	const tooMany = fill(texts.lost['too-many-pages'], { most: MOST_PAGES });
	return { ...texts, lost: { ...texts.lost, 'too-many-pages': tooMany } };
}
