// What the terminal, the lab's panel and their dialogs say, in the reader's language. Loaded with them.
import { ofLanguage } from '../../languages/of-language.ts';
import { fill } from '../../languages/template.ts';
import type { Texts } from '../../languages/texts.ts';

type Terminal = Texts['terminal'];

const found = import.meta.glob<Terminal>('../../../content/i18n/*.json', {
	query: '?section=terminal',
	import: 'default',
	eager: true,
});
const own = ofLanguage(found, document.documentElement.lang);

export const texts = { ...own, inShell: (shell: string) => fill(own.inShell, { shell }) };
