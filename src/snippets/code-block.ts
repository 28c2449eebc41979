// The Expressive Code plugin that turns a bash fence into a block with a Run button, in .md and .mdx alike.
import { AttachedPluginData, definePlugin, type ExpressiveCodePlugin } from 'astro-expressive-code';
import { type Element, h } from 'astro-expressive-code/hast';
import { parseMeta, type SnippetMeta } from './meta.ts';
import { pageOfSource, snippetReference } from './snippet.ts';
import { texts } from './texts.ts';

/** What becomes of a fence on the page. */
type Role = 'runnable' | 'typed' | 'unseen' | 'plain';

/** The plugin for `ec.config.mjs`. The elements it makes come alive in site/client. */
export function runnableBlocks(): ExpressiveCodePlugin {
	const roles = new AttachedPluginData<{ role: Role }>(() => ({ role: 'plain' }));

	return definePlugin({
		name: 'Underbridge snippets',
		hooks: {
			preprocessLanguage: ({ codeBlock, locale }) => {
				const role = roleOf(codeBlock.language, codeBlock.meta);
				roles.setFor(codeBlock, { role });
				if (role === 'plain' || role === 'runnable') return;
				// `expect` and `type` are no languages that Shiki knows; what is typed is shown as text.
				codeBlock.language = 'txt';
				if (role === 'typed') codeBlock.props.title = texts.get(locale).typeThis;
			},
			postprocessRenderedBlock: ({ codeBlock, renderData, locale }) => {
				if (roles.getOrCreateFor(codeBlock).role !== 'runnable') return;
				const { meta } = parseMeta(codeBlock.meta);
				const page = pageOfPath(codeBlock.parentDocument?.sourceFilePath);
				if (page === undefined || meta.id === undefined) return;
				renderData.blockAst = runSnippet(snippetReference(page, meta.id), meta, renderData.blockAst, locale);
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
	if (language === 'expect') return 'unseen';
	if (language === 'type') return 'typed';
	if (language !== 'bash') return 'plain';
	const { kind, runnable } = parseMeta(meta).meta;
	if (kind === 'check') return 'unseen';
	return runnable && kind === 'run' ? 'runnable' : 'plain';
}

/** The page id of a source file, or undefined for code that stands on no page. */
function pageOfPath(path: string | undefined): string | undefined {
	const [, below] = path?.replaceAll('\\', '/').split('/content/docs/') ?? [];
	return below === undefined ? undefined : pageOfSource(below).id;
}

function runSnippet(reference: string, meta: SnippetMeta, figure: Element, locale: string): Element {
	const { run, stop, output } = texts.get(locale);
	return h(
		'run-snippet',
		{
			'data-snippet': reference,
			'data-state': 'idle',
			'data-exit': '',
			'data-tty': meta.tty ? '' : null,
			'data-background': meta.background ? '' : null,
			'data-shell': meta.shell === 'main' ? null : meta.shell,
		},
		[
			figure,
			// Buttons and output are not the page's text: search leaves them out.
			h('div', { className: 'run-bar', 'data-pagefind-ignore': '' }, [
				h('button', { type: 'button', 'data-action': 'run' }, run),
				h('button', { type: 'button', 'data-action': 'stop', hidden: true }, stop),
				h('span', { className: 'run-status', role: 'status' }),
			]),
			h('div', {
				className: 'run-output',
				role: 'log',
				'aria-label': output,
				tabindex: '0',
				hidden: true,
				'data-pagefind-ignore': '',
			}),
		],
	);
}
