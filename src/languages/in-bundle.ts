// The languages as Vite finds them, for what makes a page. For Node's own there is on-disk.ts.
import { languageOfTable } from './language.ts';

const tables = import.meta.glob('../../content/i18n/*.json', { import: 'language', eager: true });

/** Every language's tag. */
export const languages = Object.keys(tables).map(languageOfTable);
