// Spellings that are often wrong, with the right ones, from content/terms.json. Code is left alone.
import { type CheckFinding, lineAt } from './finding.ts';
import { readJson } from './json.ts';
import { type PageFile, proseOf } from './page-files.ts';

/** By language: a wrong spelling and the right one. */
export type Spellings = Record<string, Record<string, string>>;

const list = 'content/terms.json';

/** @returns no spellings where there is no list, or none that can be read */
export async function readSpellings(root: string): Promise<{ spellings: Spellings; findings: CheckFinding[] }> {
	const read = await readJson(root, list);
	if (read && 'finding' in read) return { spellings: {}, findings: [read.finding] };
	return { spellings: (read?.value ?? {}) as Spellings, findings: [] };
}

export function checkSpelling(page: PageFile, spellings: Spellings): CheckFinding[] {
	const { file, language, source } = page;
	const words = Object.entries(spellings[language] ?? {}).map(([wrong, right]) => {
		const literal = RegExp.escape(wrong);
		return { wrong, right, anywhere: new RegExp(hasParticles(wrong) ? literal : `(?<!\\w)${literal}(?!\\w)`, 'g') };
	});
	return proseOf(page).flatMap(({ text, offset }) =>
		words.flatMap(({ wrong, right, anywhere }) =>
			[...text.matchAll(anywhere)].map((match) => {
				const start = offset + match.index;
				// A Korean particle follows the last syllable: where that changes, a person must look at it.
				const safe = !hasParticles(wrong) || wrong.at(-1) === right.at(-1);
				const fix = safe ? { start, end: start + wrong.length, text: right } : undefined;
				const sentence = `“${wrong}” is spelled ${right} here (${list}).`;
				return { file, line: lineAt(source, start), sentence, fix };
			}),
		),
	);
}

/** Korean particles stand without a blank behind a word. */
function hasParticles(word: string): boolean {
	return /[가-힣]/.test(word);
}
