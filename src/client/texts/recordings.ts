// What a page says about recordings, in the reader's language. Loaded with the first one.
import { ofLanguage } from '../../languages/of-language.ts';
import { fill, formFor } from '../../languages/template.ts';
import type { Texts } from '../../languages/texts.ts';

type Recordings = Texts['recordings'];

const { lang } = document.documentElement;
const found = import.meta.glob<Recordings>('../../../content/i18n/*.json', {
	query: '?section=recordings',
	import: 'default',
	eager: true,
});
const own = ofLanguage(found, lang);

export const recordedTexts = {
	...own,
	/** In the status line. */
	recorded: (engine: string, day: string) => fill(own.recorded, { engine, day }),
	/** Below it; followed by a link. */
	howTo: (engine: string, day: string) => fill(own.howTo, { engine, day }),
	differing: (lines: number) => fill(formFor(lines, own.differing, lang), { lines }),
};
