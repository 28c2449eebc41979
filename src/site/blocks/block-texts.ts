// The texts of the code-block plugin: `block` in content/i18n.
import { PluginTexts } from 'astro-expressive-code';
import { ORIGINAL } from '../../languages/language.ts';
import { readLanguages, readTexts } from '../../languages/on-disk.ts';

export const languages = readLanguages();

export const texts = new PluginTexts(readTexts(ORIGINAL).block);

for (const language of languages) texts.addLocale(language, readTexts(language).block);
