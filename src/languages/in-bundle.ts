// Lists the languages in code that Vite bundles. on-disk.ts does so in Node.
import { languageOfTable } from './language.ts';

const tables = import.meta.glob('../../content/i18n/*.json', { import: 'language', eager: true });

/** Every language's tag. */
export const languages = Object.keys(tables).map(languageOfTable);
