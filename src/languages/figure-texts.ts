// A figure's texts in the language of its page: `figures` in content/i18n.
import { ofLanguage } from './of-language.ts';
import type { Texts } from './texts.ts';

type Figures = Texts['figures'];

const found = import.meta.glob<Figures>('../../content/i18n/*.json', { import: 'figures', eager: true });

/**
 * @param page the figure's `Astro` global
 * @param name the figure's file without its extension
 */
export function figureTexts<Name extends keyof Figures>(page: { currentLocale?: string }, name: Name): Figures[Name] {
	return ofLanguage(found, page.currentLocale)[name];
}
