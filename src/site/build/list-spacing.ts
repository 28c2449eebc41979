// Starlight's style for spacing in lists asks of every list which children its items have. Chromium answers that for the whole
// page again after each change of it, even of one letter: measured at 15 of 17 ms a change on /docker0/. The same spacing, for
// all lists but those that end in another list, needs no such question.
import type { Plugin } from 'vite';

const FILE = /\/@astrojs\/starlight\/[^?]*\/style\/markdown\.css/;
/** The rule's selector from the lists on, as far as its first brace. */
const SELECTOR = /:is\(ol, ul\):has\(> li > :not\([^{]*\{/;
const INLINE = 'a, strong, em, del, span, input, code, br, script';
const INSTEAD = `:is(ol, ul) > li > :last-child:not(${INLINE}, ol, ul, :where(.not-content *)) {`;

/** The Vite plugin for astro.config.mjs. */
export function listSpacing(): Plugin {
	return {
		name: 'underbridge-list-spacing',
		enforce: 'pre',
		transform(code, id) {
			if (!FILE.test(id)) return undefined;
			if (!SELECTOR.test(code))
				throw new Error('src/site/build/list-spacing.ts is out of date: Starlight spaces lists differently now');
			return { code: code.replace(SELECTOR, INSTEAD), map: null };
		},
	};
}
