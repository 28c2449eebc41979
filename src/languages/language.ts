// What a language is to the site: a table of texts, content/i18n/TAG.json, and a folder of pages. Nowhere else in the code is a
// language named: which there are is read from that folder (on-disk.ts, in-bundle.ts).

/** The language that pages are written in first. Its pages stand at the site's root, and the others are held against them. */
export const ORIGINAL = 'en';

/** The folder of a language's pages below `content/docs`, and of their addresses; empty for the original. `ko` */
export function folderOf(language: string): string {
	return language === ORIGINAL ? '' : language.toLowerCase();
}

/** Where a language's pages begin, below the site's base: empty for the original, else as `/ko`. */
export function pathOf(language: string): string {
	const folder = folderOf(language);
	return folder && `/${folder}`;
}

/** The tag of the language whose table a file is, as html's `lang` has it: `ko` of `…/ko.json`. */
export function languageOfTable(file: string): string {
	return file.replace(/^.*[\\/]/, '').replace(/\.json$/, '');
}
