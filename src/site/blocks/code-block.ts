// The Expressive Code plugin that turns fences into interactive elements: a bash fence into a block with a Run button, an exercise's
// parts into buttons and disclosures. It works in .md and .mdx.
import {
	AttachedPluginData,
	definePlugin,
	type ExpressiveCodeBlock,
	type ExpressiveCodePlugin,
} from 'astro-expressive-code';
import { type Element, h } from 'astro-expressive-code/hast';
import { parseMeta, withoutEmptyMarkers } from '../../snippets/meta.ts';
import { pageOfSource, snippetReference } from '../../snippets/snippet.ts';
import { languages, texts } from './block-texts.ts';
import { hint, labBreak, labCheck, prose, runSnippet, solution } from './elements.ts';

/** How a fence appears on the page. */
type Role = 'runnable' | 'solution' | 'check' | 'break' | 'hint' | 'typed' | 'unseen' | 'plain';

/** The plugin for `ec.config.mjs`. The code in src/client makes its elements interactive. */
export function runnableBlocks(): ExpressiveCodePlugin {
	const roles = new AttachedPluginData<{ role: Role }>(() => ({ role: 'plain' }));

	return definePlugin({
		name: 'Underbridge snippets',
		hooks: {
			preprocessLanguage: ({ codeBlock, locale }) => {
				codeBlock.meta = withoutEmptyMarkers(codeBlock.meta);
				const role = roleOf(codeBlock.language, codeBlock.meta);
				roles.setFor(codeBlock, { role });
				if (codeBlock.language === 'bash' || role === 'plain') return;
				// Shiki does not know `expect`, `type` and the like.
				codeBlock.language = 'txt';
				if (role === 'typed') codeBlock.props.title = texts.get(locale).typeThis;
			},
			postprocessRenderedBlock: ({ codeBlock, renderData, locale }) => {
				const { role } = roles.getOrCreateFor(codeBlock);
				renderData.blockAst = elementOf(role, codeBlock, renderData.blockAst, locale);
			},
			postprocessRenderedBlockGroup: ({ renderedGroupContents, renderData }) => {
				if (renderedGroupContents.every(({ codeBlock }) => roles.getOrCreateFor(codeBlock).role === 'unseen')) {
					renderData.groupAst = h('div', { hidden: true });
				}
			},
		},
	});
}

function roleOf(language: string, meta: string): Role {
	if (language === 'expect' || language === 'holds') return 'unseen';
	if (language === 'type') return 'typed';
	if (language === 'hint') return 'hint';
	if (language !== 'bash') return 'plain';
	const { kind, runnable } = parseMeta(meta).meta;
	if (kind === 'hint') return 'hint';
	if (!runnable) return 'plain';
	return kind === 'run' || kind === 'symptom' ? 'runnable' : kind;
}

/** The HTML for a fence; `figure` is the code as rendered by Expressive Code. */
function elementOf(role: Role, block: ExpressiveCodeBlock, figure: Element, locale: string): Element {
	if (role === 'hint') return hint(block.language === 'bash' ? [figure] : prose(block.code), locale);
	const page = pageOfPath(block.parentDocument?.sourceFilePath);
	const { meta } = parseMeta(block.meta);
	if (page === undefined || meta.id === undefined) return figure;
	const shown = { reference: snippetReference(page, meta.id), meta, locale };
	switch (role) {
		case 'runnable':
			return runSnippet(shown, figure);
		case 'solution':
			return solution(runSnippet(shown, figure), locale);
		case 'check':
			return labCheck(shown);
		case 'break':
			return labBreak(shown);
		default:
			return figure;
	}
}

/** The page id of a source file; undefined for code outside the pages. */
function pageOfPath(path: string | undefined): string | undefined {
	const [, below] = path?.replaceAll('\\', '/').split('/content/docs/') ?? [];
	return below === undefined ? undefined : pageOfSource(below, languages).id;
}
