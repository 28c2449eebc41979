// Spellings that are often wrong, with the right ones, from content/terms.json. Code is left alone.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckFinding, lineAt } from './finding.ts';
import { type PageFile, proseOf } from './page-files.ts';

/** By language: a wrong spelling and the right one. */
export type Spellings = Record<string, Record<string, string>>;

const list = 'content/terms.json';

/** @returns no spellings where there is no list, or none that can be read */
export async function readSpellings(root: string): Promise<{ spellings: Spellings; findings: CheckFinding[] }> {
	try {
		return { spellings: JSON.parse(await readFile(join(root, list), 'utf8').catch(() => '{}')), findings: [] };
	} catch (error) {
		const [, why, line = 1] =
			/^(.*?)(?: in JSON at position \d+(?: \(line (\d+) .*)?)?$/.exec((error as Error).message) ?? [];
		return { spellings: {}, findings: [{ file: list, line: Number(line), sentence: `is no JSON: ${why}.` }] };
	}
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
