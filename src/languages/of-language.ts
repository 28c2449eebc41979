// One language's part of the tables, as Vite finds them. A glob that names a section leaves all others out of what a reader loads.
import { languageOfTable, ORIGINAL } from './language.ts';

/**
 * A language's table among those that a glob found, the original's where it has none of its own.
 * @param found by file, e.g. of `import.meta.glob('…/content/i18n/*.json', { import: 'notes', eager: true })`
 */
export function ofLanguage<Table>(found: Record<string, Table>, language = ORIGINAL): Table {
	const table = (tag: string) => Object.entries(found).find(([file]) => languageOfTable(file) === tag)?.[1];
	return table(language) ?? (table(ORIGINAL) as Table);
}
