// Finds the common misspellings that content/terms.json lists. Code is not checked.
import { type CheckFinding, lineAt } from './finding.ts';
import { readJson } from './json.ts';
import { type PageFile, proseOf } from './page-files.ts';

/** For each language, the right spelling by the wrong one. */
export type Spellings = Record<string, Record<string, string>>;

const list = 'content/terms.json';

/** @returns no spellings where the list is missing, or a finding where it cannot be parsed */
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
				// A Korean particle depends on the last syllable. Where that changes, a person must fix it.
				const safe = !hasParticles(wrong) || wrong.at(-1) === right.at(-1);
				const fix = safe ? { start, end: start + wrong.length, text: right } : undefined;
				const sentence = `“${wrong}” is spelled ${right} here (${list}).`;
				return { file, line: lineAt(source, start), sentence, fix };
			}),
		),
	);
}

/** Korean particles follow a word without a blank. */
function hasParticles(word: string): boolean {
	return /[가-힣]/.test(word);
}
