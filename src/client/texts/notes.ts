// What is said of runs that are over, or that do not come to be, in the reader's language. Loaded when there is one.
import { ofLanguage } from '../../languages/of-language.ts';
import { fill } from '../../languages/template.ts';
import type { Texts } from '../../languages/texts.ts';
import type { Refusal, RunTrouble } from '../../protocol/messages.ts';

type Notes = Texts['notes'];

const found = import.meta.glob<Notes>('../../../content/i18n/*.json', {
	query: '?section=notes',
	import: 'default',
	eager: true,
});
const own = ofLanguage(found, document.documentElement.lang);

export const noteTexts = {
	...own,
	exit: (status: number) => fill(own.exit, { status }),
	seconds: (s: string) => fill(own.seconds, { s }),
	cut: (bytes: string) => fill(own.cut, { bytes }),
	/** In the status line. */
	trouble: own.trouble satisfies Record<RunTrouble, string>,
	/** Below it: what happened, what was kept, what to do. */
	advice: own.advice satisfies Record<RunTrouble, string>,
	met: (met: number, all: number) => fill(own.met, { met, all }),
	refused: own.refused satisfies Record<Refusal, string>,
	tooLong: (most: string) => fill(own.tooLong, { most }),
	ofAllPassed: (passed: number, all: number) => fill(own.ofAllPassed, { passed, all }),
	stoppedAt: (name: string) => fill(own.stoppedAt, { name }),
};
