// The HTML of snippets: the custom elements that src/client defines, and the markup around them.
import { type Element, type ElementContent, h } from 'astro-expressive-code/hast';
import type { SnippetMeta } from '../../snippets/meta.ts';
import { texts } from './block-texts.ts';
import { inlineCode } from './inline-code.ts';

/** What every kind of element needs to know about its snippet. */
interface Shown {
	/** `docker0#d0-3` */
	reference: string;
	meta: SnippetMeta;
	/** The language of the page. */
	locale: string;
}

/** A block with its Run button; `figure` is the code as rendered by Expressive Code. */
export function runSnippet({ reference, meta, locale }: Shown, figure: Element): Element {
	const words = texts.get(locale);
	return h(
		'run-snippet',
		{
			'data-snippet': reference,
			'data-state': 'idle',
			'data-exit': '',
			'data-tty': meta.tty ? '' : null,
			'data-background': meta.background ? '' : null,
			'data-shell': meta.shell === 'main' ? null : meta.shell,
			'data-kind': meta.kind === 'run' ? null : meta.kind,
		},
		[
			figure,
			// Buttons and output are not part of the text: search ignores them.
			h('div', { className: 'run-bar', 'data-pagefind-ignore': '' }, [
				button('run', words.run),
				button('stop', words.stop, { hidden: true }),
				h('span', { className: 'run-status', role: 'status' }),
				meta.shell === 'main' ? null : h('span', { className: 'run-shell' }, `${words.shell} ${meta.shell}`),
				button('original', words.original, { hidden: true }),
				button('edit', words.edit, { 'aria-pressed': 'false' }),
				h('details', { className: 'run-more' }, [
					h('summary', { 'aria-label': words.more, title: words.more }, '⋯'),
					h('div', [button('run-to-here', words.runToHere), button('type-in-terminal', words.typeInTerminal)]),
				]),
			]),
			h('div', { className: 'run-notes', 'data-pagefind-ignore': '' }),
			h('div', {
				className: 'run-output',
				role: 'log',
				'aria-label': words.output,
				'aria-live': 'off',
				tabindex: '0',
				hidden: true,
				'data-pagefind-ignore': '',
			}),
		],
	);
}

/** The button that checks whether an exercise is solved; the check's code is never shown. */
export function labCheck({ reference, locale }: Shown): Element {
	return action('lab-check', 'check', reference, texts.get(locale).check);
}

/** The button that breaks a clinic case; its code is not shown, so that the reader can find the fault. */
export function labBreak({ reference, locale }: Shown): Element {
	return action('lab-break', 'break', reference, texts.get(locale).breakIt);
}

/** A hint that opens on demand. */
export function hint(content: ElementContent[], locale: string): Element {
	return disclosure('lab-hint', texts.get(locale).hint, content);
}

/** A paragraph of plain text with code in backticks. */
export function prose(text: string): Element[] {
	return [
		h(
			'p',
			text.split('`').map((part, index) => (index % 2 === 1 ? h('code', inlineCode(part)) : part)),
		),
	];
}

/** A runnable solution that opens on demand. Until then it is not a block of the page (src/client/blocks/exercise.ts unfolds it). */
export function solution(snippet: Element, locale: string): Element {
	return disclosure('lab-solution', texts.get(locale).solution, [{ ...snippet, tagName: 'folded-snippet' }]);
}

function action(element: string, name: string, reference: string, label: string): Element {
	return h(
		element,
		{ className: 'lab-action', 'data-snippet': reference, 'data-state': 'idle', 'data-pagefind-ignore': '' },
		[button(name, label), h('span', { className: 'run-status', role: 'status' })],
	);
}

function disclosure(className: string, label: string, content: ElementContent[]): Element {
	return h('details', { className: ['lab-disclosure', className], 'data-pagefind-ignore': '' }, [
		h('summary', label),
		...content,
	]);
}

function button(action: string, label: string, properties: Record<string, string | boolean> = {}): Element {
	return h('button', { type: 'button', 'data-action': action, ...properties }, label);
}
