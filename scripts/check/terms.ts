// Spellings that are often wrong, with the right ones, from content/terms.json. Code is left alone.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckFinding, lineAt } from './finding.ts';
import { type PageFile, proseOf } from './source.ts';

/** By language: a wrong spelling and the right one. */
export type Spellings = Record<string, Record<string, string>>;

export async function readSpellings(root: string): Promise<Spellings> {
	return JSON.parse(await readFile(join(root, 'content/terms.json'), 'utf8').catch(() => '{}'));
}

export function checkSpelling(page: PageFile, spellings: Spellings): CheckFinding[] {
	const { file, language, source } = page;
	return proseOf(page).flatMap(({ text, offset }) =>
		Object.entries(spellings[language] ?? {}).flatMap(([wrong, right]) =>
			[...text.matchAll(language === 'en' ? new RegExp(`\\b${wrong}\\b`, 'g') : new RegExp(wrong, 'g'))].map(
				(match) => {
					const start = offset + match.index;
					// A Korean particle follows the last syllable: where that changes, a person must look at it.
					const safe = language !== 'ko' || wrong.at(-1) === right.at(-1);
					const fix = safe ? { start, end: start + wrong.length, text: right } : undefined;
					const sentence = `“${wrong}” is spelled ${right} here (content/terms.json).`;
					return { file, line: lineAt(source, start), sentence, fix };
				},
			),
		),
	);
}
