// Prevents line breaks within words of inline code (see inline-code.ts) and between a bracket and its Korean particle.
import type { AstroIntegration } from 'astro';
import { h } from 'astro-expressive-code/hast';
import { defineHastPlugin, type HastPluginDefinition } from 'satteri';
import { inlineCode } from './inline-code.ts';

/** A closing bracket and the Korean particle after it, as in "브리지(bridge)라고". */
const BRACKET_AND_PARTICLE = /(\)[가-힣]+)/;

/** The integration for `astro.config.mjs`; src/site/styles/site.css styles `.whole`. */
export function wholeWords(): AstroIntegration {
	return {
		name: 'underbridge-whole-words',
		hooks: {
			'astro:config:setup': ({ config }) => {
				const { hastPlugins } = config.markdown.processor.options as { hastPlugins: HastPluginDefinition[] };
				hastPlugins.push(keepWordsWhole, keepParticles);
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

/** Browsers break a line between a bracket and Korean, whatever `word-break` says. */
export const keepParticles = defineHastPlugin({
	name: 'underbridge-particles',
	text(node, context) {
		const parent = context.parent(node);
		if (!BRACKET_AND_PARTICLE.test(node.value) || (parent.type === 'element' && parent.tagName === 'code')) return;
		context.replaceNode(
			node,
			node.value
				.split(BRACKET_AND_PARTICLE)
				.map((part, index) =>
					index % 2 === 1 ? h('span', { className: 'whole' }, part) : { type: 'text' as const, value: part },
				),
		);
	},
});
