// A language of the site is a table of texts, content/i18n/TAG.json, and a folder of pages. Code names only the original
// language; on-disk.ts and in-bundle.ts list the others from content/i18n.

/** The language that pages are written in first. Its pages are at the site's root, and translations are compared with them. */
export const ORIGINAL = 'en';

/** The folder of a language's pages below `content/docs` and in addresses, e.g. `ko`; empty for the original. */
export function folderOf(language: string): string {
	return language === ORIGINAL ? '' : language.toLowerCase();
}

/** The path of a language's pages below the site's base, e.g. `/ko`; empty for the original. */
export function pathOf(language: string): string {
	const folder = folderOf(language);
	return folder && `/${folder}`;
}

/** The tag of a table's language, as in HTML's `lang`: `ko` for `…/ko.json`. */
export function languageOfTable(file: string): string {
	return file.replace(/^.*[\\/]/, '').replace(/\.json$/, '');
}
