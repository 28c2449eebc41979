// Keeps the words of a page's inline code whole, see snippets/inline-code.ts.
import type { AstroIntegration } from 'astro';
import { defineHastPlugin, type HastPluginDefinition } from 'satteri';
import { inlineCode } from '../snippets/inline-code.ts';

/** The integration for `astro.config.mjs`; `.whole` is in site.css. */
export function wholeWords(): AstroIntegration {
	return {
		name: 'underbridge-whole-words',
		hooks: {
			'astro:config:setup': ({ config }) => {
				const { hastPlugins } = config.markdown.processor.options as { hastPlugins: HastPluginDefinition[] };
				hastPlugins.push(keepWordsWhole);
			},
		},
	};
}

export const keepWordsWhole = defineHastPlugin({
	name: 'underbridge-whole-words',
	element: {
		filter: ['code'],
		visit(node, context) {
			const [text, ...others] = node.children;
			const parent = context.parent(node);
			if (text?.type !== 'text' || others.length > 0) return;
			if (!text.value.includes('-') || (parent.type === 'element' && parent.tagName === 'pre')) return;
			context.replaceNode(node, { ...node, children: inlineCode(text.value) });
		},
	},
});
