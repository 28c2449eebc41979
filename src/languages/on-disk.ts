// Lists the languages in Node, from the tables in content/i18n. in-bundle.ts does so in bundled code.
import { readdirSync, readFileSync } from 'node:fs';
import { languageOfTable, ORIGINAL } from './language.ts';
import type { Texts } from './texts.ts';

const folder = new URL('../../content/i18n/', import.meta.url);

/** Every language's tag, the original first. */
export function readLanguages(): string[] {
	const tags = readdirSync(folder)
		.filter((name) => name.endsWith('.json'))
		.map(languageOfTable);
	return [ORIGINAL, ...tags.filter((tag) => tag !== ORIGINAL).sort()];
}

/** A language's texts. @throws SyntaxError when its table is no JSON */
export function readTexts(language: string): Texts {
	return JSON.parse(readFileSync(new URL(`${language}.json`, folder), 'utf8'));
}
