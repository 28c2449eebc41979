// Pages spell terms as the glossary does, and introduce them with the glossary's word in the other language.
import { ORIGINAL } from '../../languages/language.ts';
import { readLanguages } from '../../languages/on-disk.ts';
import { type CheckFinding, lineAt } from './finding.ts';
import { elementsOf, lineOf, nodesOf, type PageFile, proseOf, textOf } from './page-files.ts';

const languages = readLanguages();

export interface Glossary {
	/** For each entry, its words by language. Alternatives are in the same list. */
	entries: Record<string, string[]>[];
}

export function glossaryOf(pages: PageFile[]): Glossary {
	const page = pages.find(({ id, language }) => id === 'glossary' && language === ORIGINAL);
	const terms = page ? elementsOf(page.tree).filter(({ name }) => name === 'Term') : [];
	return {
		entries: terms.map(({ attributes }) =>
			Object.fromEntries(languages.map((language) => [language, words(attributes[language] ?? '')])),
		),
	};
}

/** Reports terms with wrong spaces, hyphens or capitals, and abbreviations in mixed case. Code is not checked. */
export function checkTerms(page: PageFile, glossary: Glossary): CheckFinding[] {
	const { id, file, language, source } = page;
	if (id === 'glossary') return [];
	const terms = [...new Set(glossary.entries.flatMap((entry) => entry[language] ?? []))]
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
	const spelling = found.replaceAll(/\s+/g, ' ');
	// A term is hyphenated before a noun.
	if ([spelling, spelling.replaceAll('-', ' ')].some((form) => form === term || form === capital(term))) return true;
	if (/[ -]/.test(term)) return false;
	// Lower case may be a command's word (`nat`), upper case a rule's (MASQUERADE). Only mixed case is wrong in an abbreviation.
	return !/^[A-Z]{2,}$/.test(term) || spelling === spelling.toLowerCase();
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
			const [english, translated] = language === ORIGINAL ? [own, other] : [other, own];
			// Brackets may also hold a remark in English.
			if (!/[^\p{Script=Latin}\P{L}]/u.test(translated)) return [];
			const word = english.toLowerCase();
			const right = translations(word, language, glossary) ?? translations(word.replace(/s$/, ''), language, glossary);
			const given = translated.split(',').map((word) => word.replaceAll(/\s+/g, ' ').trim());
			if (!right || given.some((word) => right.includes(word))) return [];
			const sentence = `${english} is ${right.join(' or ')} in the glossary, not ${translated}.`;
			return { file, line: lineOf(node), sentence };
		}),
	);
}

/** The words for an English word (in lower case) in the page's language; for an English page, in all other languages. */
function translations(word: string, language: string, { entries }: Glossary): string[] | undefined {
	const entry = entries.findLast((entry) => entry[ORIGINAL]?.some((term) => term.toLowerCase() === word));
	if (!entry) return undefined;
	const others = language === ORIGINAL ? languages.filter((other) => other !== ORIGINAL) : [language];
	return [...new Set(others.flatMap((other) => entry[other] ?? []))];
}

/** Splits an entry into words: `DNAT, 포트 공개(포트 포워딩)` has three; `(브리지의) 포트` counts with and without the brackets. */
function words(entry: string): string[] {
	return entry
		.split(/,\s*/)
		.filter(Boolean)
		.flatMap((word) => {
			const inBrackets = /\(([^)]+)\)/.exec(word)?.[1];
			const without = word.replace(/\s*\([^)]*\)\s*/, '').trim();
			return inBrackets ? [word.trim(), without, inBrackets] : [without];
		});
}
