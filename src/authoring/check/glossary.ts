// The glossary's words: spelled as it has them, and, where a page introduces one, with the word that it has in the other language.
import { type CheckFinding, lineAt } from './finding.ts';
import { elementsOf, lineOf, nodesOf, type PageFile, proseOf, textOf } from './page-files.ts';

export interface Glossary {
	/** English words in small letters to Korean ones, an entry's alternatives in one set. */
	korean: Map<string, Set<string>>;
	/** By language, the words as they are written. */
	words: Record<string, string[]>;
}

export function glossaryOf(pages: PageFile[]): Glossary {
	const page = pages.find(({ id, language }) => id === 'glossary' && language === 'en');
	const terms = page ? elementsOf(page.tree).filter(({ name }) => name === 'Term') : [];
	const entries = terms.map(({ attributes: { en = '', ko = '' } }) => ({ en: words(en), ko: words(ko) }));
	return {
		korean: new Map(entries.flatMap(({ en, ko }) => en.map((word) => [word.toLowerCase(), new Set(ko)]))),
		words: { en: entries.flatMap(({ en }) => en), ko: entries.flatMap(({ ko }) => ko) },
	};
}

/** Terms whose words are run together or have other capitals, and abbreviations with some small letters. Code is left alone. */
export function checkTerms(page: PageFile, glossary: Glossary): CheckFinding[] {
	const { id, file, language, source } = page;
	if (id === 'glossary') return [];
	const terms = [...new Set(glossary.words[language])]
		.filter((term) => /^[\p{L}\d -]+$/u.test(term))
		.map((term) => ({ term, anySpelling: inAnySpelling(term) }));
	return proseOf(page).flatMap(({ text, offset }) =>
		terms.flatMap(({ term, anySpelling }) =>
			[...text.matchAll(anySpelling)]
				.filter(([found]) => !isSpelled(found, term))
				.map(({ 0: found, index }) => {
					const start = offset + index;
					const right = /^[A-Z][a-z]/.test(found) && term.includes(' ') ? capital(term) : term;
					const fix = { start, end: start + found.length, text: right };
					return { file, line: lineAt(source, start), sentence: `“${found}” is ${right} in the glossary.`, fix };
				}),
		),
	);
}

function inAnySpelling(term: string): RegExp {
	return new RegExp(`(?<![\\w-])${term.split(/[ -]/).join('[\\s-]?')}(?![\\w-])`, 'gi');
}

function isSpelled(found: string, term: string): boolean {
	const said = found.replaceAll(/\s+/g, ' ');
	// Before a noun a term takes hyphens.
	if ([said, said.replaceAll('-', ' ')].some((form) => form === term || form === capital(term))) return true;
	if (/[ -]/.test(term)) return false;
	// Small letters may be a command's word (`nat`), capitals a rule's (MASQUERADE); an abbreviation is not half of each.
	return !/^[A-Z]{2,}$/.test(term) || said === said.toLowerCase();
}

function capital(term: string): string {
	return term.charAt(0).toUpperCase() + term.slice(1);
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
			const word = english.toLowerCase();
			const right = glossary.korean.get(word) ?? glossary.korean.get(word.replace(/s$/, ''));
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
