// The types of a snippet (one bash fence of a page) and of the manifest that holds them all.
import { folderOf, ORIGINAL } from '../languages/language.ts';

/** `run` is an ordinary block. The others are parts of an exercise or of the clinic. */
export type SnippetKind = 'run' | 'check' | 'solution' | 'hint' | 'break' | 'symptom';

/** One fenced `bash` block of a page. */
export interface Snippet {
	/** The page's path without language and extension, e.g. `docker0`. */
	page: string;
	/** Unique on its page and the same in every language, e.g. `d0-3`. */
	id: string;
	/** The title of the English page. */
	title?: string;
	code: string;
	/** False where the fence says `no-run`. */
	runnable: boolean;
	/** Ids of earlier snippets of the page whose results must be there. */
	needs: string[];
	/** The name of the page's shell that it runs in. */
	shell: string;
	/** Runs until stopped, while the page goes on. */
	background: boolean;
	/** Needs a person at the keyboard. */
	tty: boolean;
	/** Seconds. */
	timeout: number;
	/** The exit status that counts as passed. */
	exit: number | 'any';
	kind: SnippetKind;
	/** The lines of the `expect` fence, see src/transcript/expectation.ts. */
	expect: string[];
	/** The `holds` fence: a hidden script that succeeds where the snippet's result is there. */
	holds?: string;
	/** The lines of the `type` fence: what a person types at a `tty` snippet. */
	type: string[];
	/** Line of the opening fence in the English source, counted from 1. */
	line: number;
	/** The English source, relative to the project's root. */
	file: string;
}

export interface ManifestPage {
	id: string;
	/** A script that the lab runs, hidden, before the page's first snippet. */
	prelude?: string;
	/** In page order. */
	snippets: Snippet[];
}

export interface Manifest {
	/** By page id, on an object without a prototype. */
	pages: Record<string, ManifestPage>;
}

/** Whether the snippet has a recording: readers see its output. */
export function isRecorded({ runnable, kind }: Snippet): boolean {
	return runnable && kind !== 'check' && kind !== 'break';
}

/** The name of a snippet in the page's HTML and on the wire, e.g. `docker0#d0-3`. */
export function snippetReference(page: string, id: string): string {
	return `${page}#${id}`;
}

/**
 * A page's id and language from its source path.
 * @param path below `content/docs`, e.g. `ko/docker0.mdx`
 * @param languages tags of all languages; without them every page is in the original language
 */
export function pageOfSource(path: string, languages: readonly string[] = []): { id: string; language: string } {
	const [first, ...rest] = path
		.replaceAll('\\', '/')
		.replace(/\.mdx?$/, '')
		.split('/');
	const language = languages.find((tag) => tag !== ORIGINAL && folderOf(tag) === first);
	return rest.length > 0 && language
		? { id: rest.join('/'), language }
		: { id: [first, ...rest].join('/'), language: ORIGINAL };
}
