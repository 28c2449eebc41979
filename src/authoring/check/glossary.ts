// The glossary's words: spelled as it has them, and, where a page introduces one, with the word that it has in the other language.
import { ORIGINAL } from '../../languages/language.ts';
import { readLanguages } from '../../languages/on-disk.ts';
import { type CheckFinding, lineAt } from './finding.ts';
import { elementsOf, lineOf, nodesOf, type PageFile, proseOf, textOf } from './page-files.ts';

const languages = readLanguages();

export interface Glossary {
	/** Of each entry the words in every language, as they are written: alternatives are in one list. */
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

/** Terms whose words are run together or have other capitals, and abbreviations with some small letters. Code is left alone. */
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
			const [english, translated] = language === ORIGINAL ? [own, other] : [other, own];
			// What is in brackets may as well be a remark in English.
			if (!/[^\p{Script=Latin}\P{L}]/u.test(translated)) return [];
			const word = english.toLowerCase();
			const right = translations(word, language, glossary) ?? translations(word.replace(/s$/, ''), language, glossary);
			const said = translated.split(',').map((word) => word.replaceAll(/\s+/g, ' ').trim());
			if (!right || said.some((word) => right.includes(word))) return [];
			const sentence = `${english} is ${right.join(' or ')} in the glossary, not ${translated}.`;
			return { file, line: lineOf(node), sentence };
		}),
	);
}

/** What an English word, in small letters, is in a page's language; in an English page, what it is in any other. */
function translations(word: string, language: string, { entries }: Glossary): string[] | undefined {
	const entry = entries.findLast((entry) => entry[ORIGINAL]?.some((term) => term.toLowerCase() === word));
	if (!entry) return undefined;
	const others = language === ORIGINAL ? languages.filter((other) => other !== ORIGINAL) : [language];
	return [...new Set(others.flatMap((other) => entry[other] ?? []))];
}

/** The words of an entry: `DNAT, 포트 공개(포트 포워딩)` has three, `(브리지의) 포트` is known with and without its brackets. */
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
