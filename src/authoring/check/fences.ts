// Every fence has a known language. A misspelled `expect` would be shown on the page and check nothing.
import { bundledLanguages } from 'shiki/langs';
import { OWN_LANGUAGES } from '../../snippets/fences.ts';
import type { CheckFinding } from './finding.ts';
import type { PageFile } from './page-files.ts';

/** Languages that Shiki does not highlight. */
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
