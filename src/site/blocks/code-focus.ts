// Code that is wider than its box scrolls by keyboard, too, from the first moment on. Expressive Code's own script sees to that
// later, and makes a landmark without a name of each; a box that can have the focus already it leaves alone.
import { definePlugin, type ExpressiveCodePlugin } from 'astro-expressive-code';
import { select } from 'astro-expressive-code/hast';

/** The plugin for `ec.config.mjs`. Where nothing scrolls, Expressive Code's script takes the focus away again. */
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
