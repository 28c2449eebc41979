// Parses the options in a fence's first line, and reports each mistake as a sentence.
import { type MetaOption, MetaOptions } from 'astro-expressive-code';
import type { Snippet, SnippetKind } from './snippet.ts';

/** The fields of a {@link Snippet} that its first line sets. */
export type SnippetMeta = Pick<
	Snippet,
	'title' | 'runnable' | 'needs' | 'shell' | 'background' | 'tty' | 'timeout' | 'exit' | 'kind'
> & { id?: string };

const kinds: readonly SnippetKind[] = ['run', 'check', 'solution', 'hint', 'break', 'symptom'];
const flags = ['no-run', 'background', 'tty'];
const values = ['id', 'title', 'needs', 'shell', 'timeout', 'exit', 'kind'];
/** Expressive Code's own options for every fence, which only change its look. */
const looks = ['frame', 'wrap', 'mark', 'ins', 'del'];
/** All options of a fence, which the authors' guide must show (tests/e2e/author.test.ts). */
export const fenceOptions = { kinds, flags, values, looks } as const;

const name = /^[a-z][a-z0-9-]*$/;
const longestTimeout = 3600;

/**
 * Parses the text after `bash` in a fence's first line.
 * @param meta the text as written, e.g. `id=d0-3 title="Three containers" timeout=120`
 * @returns the options with their defaults, and a sentence for each mistake
 */
export function parseMeta(meta: string): { meta: SnippetMeta; mistakes: string[] } {
	const options = new MetaOptions(meta);
	const mistakes = [...(options.errors ?? []), ...emptyMarkers(meta), ...wrongOptions(options.list())];

	const text = (key: string): string | undefined => options.getString(key);
	const named = (key: string): string | undefined => {
		const value = text(key);
		if (value !== undefined && !name.test(value)) {
			mistakes.push(`${key}="${value}" is not a name: use small letters, digits and hyphens, and begin with a letter.`);
		}
		return value;
	};
	const number = (key: string, least: number, most: number): number | undefined => {
		const value = text(key);
		if (value === undefined) return undefined;
		if (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value);
		mistakes.push(`${key}="${value}" is not a whole number from ${least} to ${most}.`);
		return undefined;
	};

	const runnable = options.getBoolean('no-run') !== true;
	const id = named('id');
	if (id === undefined && runnable) mistakes.push('a bash block needs an id, for example id=d0-3, or no-run.');

	const kind = text('kind') ?? 'run';
	if (!kinds.some((known) => known === kind)) mistakes.push(`kind="${kind}" is unknown: use ${either(kinds)}.`);

	return {
		meta: {
			id,
			title: text('title'),
			runnable: runnable && kind !== 'hint',
			needs: (text('needs') ?? '').split(',').filter((need) => need !== ''),
			shell: named('shell') ?? 'main',
			background: options.getBoolean('background') === true,
			tty: options.getBoolean('tty') === true,
			timeout: number('timeout', 1, longestTimeout) ?? 60,
			exit: text('exit') === 'any' ? 'any' : (number('exit', 0, 255) ?? 0),
			kind: kind as SnippetKind,
		},
		mistakes,
	};
}

/** An empty marker (`""`, `''`, `//` or `{}`) makes Expressive Code 0.44 search for ever, in a fence of any language. */
export function emptyMarkers(meta: string): string[] {
	return findEmptyMarkers(meta).map((raw) => `the empty marker ${raw.trim()} marks nothing: remove it.`);
}

/** A fence's options without empty markers, so that the page can be shown until an author removes them. */
export function withoutEmptyMarkers(meta: string): string {
	return findEmptyMarkers(meta).reduce((rest, raw) => rest.replace(raw, ''), meta);
}

function findEmptyMarkers(meta: string): string[] {
	return new MetaOptions(meta)
		.list('')
		.filter(({ kind, value }) => value === '' || (kind === 'regexp' && value.source === '(?:)'))
		.map(({ raw }) => raw);
}

function wrongOptions(options: MetaOption[]): string[] {
	const seen = new Set<string>();
	return options.flatMap(({ key, kind, raw }) => {
		if (key === undefined || looks.includes(key)) return [];
		if (seen.has(key)) return [`${key} is given twice.`];
		seen.add(key);
		if (flags.includes(key)) {
			return kind === 'boolean' ? [] : [`${raw.trim()} has a value, but ${key} stands alone: write ${key}.`];
		}
		if (values.includes(key)) {
			return kind === 'string' ? [] : [`${key} needs a value: write ${key}=….`];
		}
		return [`${key} is unknown: use ${either([...values, ...flags, ...looks])}.`];
	});
}

function either(words: readonly string[]): string {
	return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
