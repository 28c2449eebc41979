// Makes code that is wider than its box scrollable by keyboard from the first paint. Expressive Code's own script would do that
// later, and turn each box into an unnamed landmark; it skips a box that is already focusable.
import { definePlugin, type ExpressiveCodePlugin } from 'astro-expressive-code';
import { select } from 'astro-expressive-code/hast';

/** The plugin for `ec.config.mjs`. Expressive Code's script makes a box that does not scroll unfocusable again. */
export function focusableCode(): ExpressiveCodePlugin {
	return definePlugin({
		name: 'Underbridge focusable code',
		hooks: {
			postprocessRenderedBlock: ({ renderData }) => {
				const code = select('pre', renderData.blockAst);
				if (code) code.properties.tabIndex = 0;
			},
		},
	});
}
