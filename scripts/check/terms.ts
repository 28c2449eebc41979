// Terms: spelled as content/terms.json has it, and, where a page introduces one with its word in the other language, as the
// glossary has it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckFinding, lineAt } from './finding.ts';
import { elementsOf, lineOf, nodesOf, type PageFile, textOf } from './source.ts';

/** By language: a wrong spelling and the right one. */
export type Spellings = Record<string, Record<string, string>>;

export async function readSpellings(root: string): Promise<Spellings> {
	return JSON.parse(await readFile(join(root, 'content/terms.json'), 'utf8').catch(() => '{}'));
}

export function checkSpelling({ file, language, tree, source }: PageFile, spellings: Spellings): CheckFinding[] {
	return nodesOf(tree).flatMap(({ type, position }) => {
		if (type !== 'text' || !position) return [];
		const text = source.slice(position.start.offset, position.end.offset);
		return Object.entries(spellings[language] ?? {}).flatMap(([wrong, right]) =>
			[...text.matchAll(language === 'en' ? new RegExp(`\\b${wrong}\\b`, 'g') : new RegExp(wrong, 'g'))].map(
				(match) => {
					const start = position.start.offset + match.index;
					const line = lineAt(source, start);
					// A Korean particle follows the last syllable: where that changes, a person must look at it.
					const safe = language !== 'ko' || wrong.at(-1) === right.at(-1);
					const fix = safe ? { start, end: start + wrong.length, text: right } : undefined;
					return { file, line, sentence: `“${wrong}” is spelled ${right} here (content/terms.json).`, fix };
				},
			),
		);
	});
}

/** The words of the glossary: English to Korean, an entry's alternatives in one set. */
export type Glossary = Map<string, Set<string>>;

export function glossaryOf(pages: PageFile[]): Glossary {
	const page = pages.find(({ id, language }) => id === 'glossary' && language === 'en');
	const terms = page ? elementsOf(page.tree).filter(({ name }) => name === 'Term') : [];
	return new Map(
		terms.flatMap(({ attributes: { en = '', ko = '' } }) => {
			const korean = new Set(words(ko));
			return words(en).map((word): [string, Set<string>] => [word.toLowerCase(), korean]);
		}),
	);
}

/** `**bridge** (브리지)` in an English page, `**브리지**(bridge)` in a Korean one. */
export function checkIntroductions({ file, language, tree }: PageFile, glossary: Glossary): CheckFinding[] {
	return nodesOf(tree).flatMap(({ children = [] }) =>
		children.flatMap((node, index) => {
			const next = children[index + 1];
			const [, other] =
				(node.type === 'strong' && next?.type === 'text' && /^\s?\(([^)]+)\)/.exec(next.value ?? '')) || [];
			if (!other) return [];
			const own = textOf(node);
			const [english, korean] = language === 'en' ? [own, other] : [other, own];
			const right = glossary.get(english.toLowerCase()) ?? glossary.get(english.toLowerCase().replace(/s$/, ''));
			const said = korean.split(',').map((word) => word.replaceAll(/\s+/g, ' ').trim());
			if (!right || !/[가-힣]/.test(korean) || said.some((word) => right.has(word))) return [];
			const sentence = `${english} is ${[...right].join(' or ')} in the glossary, not ${korean}.`;
			return { file, line: lineOf(node), sentence };
		}),
	);
}

/** The words of an entry: `DNAT, 포트 공개(포트 포워딩)` has three, `(브리지의) 포트` is known with and without its brackets. */
function words(entry: string): string[] {
	return entry.split(/,\s*/).flatMap((word) => {
		const inBrackets = /\(([^)]+)\)/.exec(word)?.[1];
		const without = word.replace(/\s*\([^)]*\)\s*/, '').trim();
		return inBrackets ? [word.trim(), without, inBrackets] : [without];
	});
}
