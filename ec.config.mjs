// How code blocks are shown.

import { runnableBlocks } from './src/site/blocks/code-block.ts';
import { focusableCode } from './src/site/blocks/code-focus.ts';

/** @type {import('@astrojs/starlight/expressive-code').StarlightExpressiveCodeOptions} */
export default {
	plugins: [focusableCode(), runnableBlocks()],
	frames: {
		// What is copied is what runs: comments stay, and a first line that is a path's comment is not made a title.
		removeCommentsWhenCopyingTerminalFrames: false,
		extractFileNameFromCode: false,
	},
	// Heredocs keep their tabs.
	tabWidth: 0,
};
