// Picks one language's table from a Vite glob. A glob that imports one section keeps the others out of the bundle.
import { languageOfTable, ORIGINAL } from './language.ts';

/**
 * The language's table, or the original's where it has none.
 * @param found tables by file, e.g. from `import.meta.glob('…/content/i18n/*.json', { import: 'notes', eager: true })`
 */
export function ofLanguage<Table>(found: Record<string, Table>, language = ORIGINAL): Table {
	const table = (tag: string) => Object.entries(found).find(([file]) => languageOfTable(file) === tag)?.[1];
	return table(language) ?? (table(ORIGINAL) as Table);
}
