// A fence is written in a language that is known: a misspelled `expect` would stand on the page, and prove nothing.
import { bundledLanguages } from 'shiki/langs';
import { OWN_LANGUAGES } from '../../snippets/fences.ts';
import type { CheckFinding } from './finding.ts';
import type { PageFile } from './page-files.ts';

/** What Shiki shows as it is. */
const plain = ['', 'text', 'txt', 'plain', 'plaintext', 'ansi'];

export function checkFences({ file, fences }: PageFile): CheckFinding[] {
	return fences
		.map(({ language, line }) => ({ language, line, known: language.toLowerCase() }))
		.filter(({ known }) => ![...OWN_LANGUAGES, ...plain].includes(known) && !Object.hasOwn(bundledLanguages, known))
		.map(({ language, line }) => ({
			file,
			line,
			sentence: `${language} is no language: use ${OWN_LANGUAGES.join(', ')}, text, or one of https://shiki.style/languages.`,
		}));
}
