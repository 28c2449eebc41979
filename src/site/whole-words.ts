// Keeps a word of inline code on one line: browsers break after its hyphens, so that an option such as -n may end up as "-" and
// "n". A stylesheet cannot tell a short word from one that would not fit a phone.
import type { AstroIntegration } from 'astro';
import { defineHastPlugin, type HastPluginDefinition } from 'satteri';

/** The longest word that is kept whole, in characters: the narrowest list on a phone has room for so many. */
const LONGEST = 24;

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

/** Puts words with a hyphen in inline code into elements of their own. */
export const keepWordsWhole = defineHastPlugin({
	name: 'underbridge-whole-words',
	element: {
		filter: ['code'],
		visit(node, context) {
			const [text, ...others] = node.children;
			const parent = context.parent(node);
			if (text?.type !== 'text' || others.length > 0) return;
			if (!text.value.includes('-') || (parent.type === 'element' && parent.tagName === 'pre')) return;
			context.replaceNode(node, {
				type: 'element',
				tagName: 'code',
				properties: { ...node.properties },
				children: text.value.split(/( +)/).map((word) =>
					word.includes('-') && word.length <= LONGEST
						? {
								type: 'element',
								tagName: 'span',
								properties: { className: ['whole'] },
								children: [{ type: 'text', value: word }],
							}
						: { type: 'text', value: word },
				),
			});
		},
	},
});
