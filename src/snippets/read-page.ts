// Reads the snippets of one source file, with a finding for every mistake.
import { YAMLException } from 'js-yaml';
import { expectationLines, parseExpectation } from '../transcript/expectation.ts';
import { busyShell, halfExercise } from './exercises.ts';
import { type Fence, OWN_LANGUAGES, readPageSource } from './fences.ts';
import { emptyMarkers, parseMeta } from './meta.ts';
import { wrongNeeds } from './needs.ts';
import { type ManifestPage, pageOfSource, type Snippet } from './snippet.ts';

/** A mistake in a source: `file:line: sentence`. */
export interface Finding {
	file: string;
	line: number;
	sentence: string;
}

export interface ScannedPage extends ManifestPage {
	language: string;
	file: string;
	/** Drafts are not published, and their snippets are not in the manifest. */
	draft: boolean;
}

export interface Scanned {
	page: ScannedPage;
	findings: Finding[];
	/** The file cannot be parsed, so `snippets` is empty. */
	broken: boolean;
}

/**
 * Reads the snippets of one file.
 * @param path below `content/docs`, e.g. `ko/docker0.mdx`
 * @param file as findings name it, relative to the project's root
 * @param source the file's text
 * @param languages tags of all languages
 */
export function scanPage(path: string, file: string, source: string, languages: readonly string[] = []): Scanned {
	const { id, language } = pageOfSource(path, languages);
	const findings: Finding[] = [];
	const page: ScannedPage = { id, language, file, draft: false, snippets: [] };
	try {
		const { frontmatter, fences } = readPageSource(source, path.endsWith('.mdx') ? 'mdx' : 'md');
		page.draft = frontmatter.draft === true;
		if (typeof frontmatter.prelude === 'string') page.prelude = frontmatter.prelude;
		else if (frontmatter.prelude !== undefined) {
			const line = source.split('\n').findIndex((text) => text.startsWith('prelude:')) + 1 || 1;
			findings.push({ file, line, sentence: 'the prelude in the frontmatter must be a text: write prelude: |' });
		}
		page.snippets = readSnippets(page, fences, findings);
	} catch (error) {
		findings.push({ file, ...describeParseError(error) });
		return { page, findings, broken: true };
	}
	return { page, findings, broken: false };
}

/** The line of a parse error: the MDX parser puts it in the message (`3:1: …`), the YAML parser in a mark. */
function describeParseError(error: unknown): { line: number; sentence: string } {
	if (error instanceof YAMLException) return { line: error.mark.line + 2, sentence: `frontmatter: ${error.reason}.` };
	const message = error instanceof Error ? error.message : String(error);
	const [, line, sentence] = /^(\d+):\d+: (.*?)(?: \([\w-]+:[\w-]+\))?$/s.exec(message) ?? [];
	if (!line || !sentence) return { line: 1, sentence: message };
	const plain = sentence
		.replace('Could not parse esm with oxc', 'this is no import')
		.replace(/Unexpected statement in code.*/, 'an empty line is missing between the imports and what follows')
		.replace('Could not parse expression with oxc', 'braces hold a program in .mdx, for text write \\{');
	return { line: Number(line), sentence: `${plain}.` };
}

function readSnippets(page: ScannedPage, fences: Fence[], findings: Finding[]): Snippet[] {
	const snippets: Snippet[] = [];
	// The bash fence that the following expect, type, holds and hint fences belong to. Any other content between them ends it.
	let current: Snippet | undefined;

	for (const fence of fences) {
		const report = (sentence: string): void => {
			findings.push({ file: page.file, line: fence.line, sentence });
		};
		wrongEnds(fence).forEach(report);
		if (!fence.followsFence) current = undefined;
		if (fence.language === 'bash') {
			current = readSnippet(page, fence, report);
			// Without an id it is no snippet, but the fences after it still belong to it.
			if (current.id === '') continue;
			checkPlace(current, snippets, report);
			snippets.push(current);
		} else if (fence.language === 'expect') {
			readExpectation(fence, current).forEach(report);
			findings.push(...wrongExpressions(fence).map((finding) => ({ file: page.file, ...finding })));
		} else if (fence.language === 'type') readKeys(fence, current).forEach(report);
		else if (fence.language === 'holds') readProbe(fence, current).forEach(report);
		else if (fence.language === 'hint') readHint(fence, current).forEach(report);
		else {
			current = undefined;
			emptyMarkers(fence.meta).forEach(report);
			if (/(^|\s)(id|kind|needs|expect)=/.test(fence.meta))
				report(`only a bash fence runs: write \`\`\`bash, not \`\`\`${fence.language}.`);
		}
	}
	for (const snippet of snippets) {
		for (const sentence of [
			...wrongNeeds(snippet, snippets),
			...halfExercise(snippet, snippets),
			...busyShell(snippet, snippets),
		]) {
			findings.push({ file: page.file, line: snippet.line, sentence });
		}
	}
	return snippets;
}

/** @returns a snippet with an empty id where the fence has none, as a `no-run` block may. */
function readSnippet(page: ScannedPage, fence: Fence, report: (sentence: string) => void): Snippet {
	const { meta, mistakes } = parseMeta(fence.meta);
	mistakes.forEach(report);
	if (fence.code.trim() === '') report('the block is empty.');
	return {
		page: page.id,
		...meta,
		id: meta.id ?? '',
		code: fence.code,
		expect: [],
		type: [],
		line: fence.line,
		file: page.file,
	};
}

function checkPlace(snippet: Snippet, earlier: Snippet[], report: (sentence: string) => void): void {
	const twin = earlier.find(({ id }) => id === snippet.id);
	if (twin) report(`id=${snippet.id} is taken by the block in line ${twin.line}: an id is unique on its page.`);
}

/** Reports an unclosed fence, which swallows the text after it up to the next fence's end. */
function wrongEnds({ language, line, marks, closed, code }: Fence): string[] {
	const how = `write ${marks} on a line of its own below the last line of the block`;
	const next =
		OWN_LANGUAGES.includes(language) && marks !== ''
			? code.split('\n').findIndex((text) => text.startsWith(marks))
			: -1;
	if (next >= 0) return [`the fence is not closed before the next one in line ${line + 1 + next}: ${how}.`];
	return closed ? [] : [`the fence is not closed: ${how}.`];
}

/** Sets a snippet's expectation. @returns what is wrong with the fence */
function readExpectation(fence: Fence, snippet: Snippet | undefined): string[] {
	if (!snippet) return ['an expect fence stands right after the bash block that it belongs to.'];
	if (snippet.expect.length > 0) return [`${snippet.id} has an expect fence already.`];
	if (!snippet.runnable) return [`${snippet.id || 'the block'} never runs (no-run), so there is nothing to expect.`];
	if (fence.meta !== '') return [`an expect fence takes no options: remove ${fence.meta}.`];
	snippet.expect = expectationLines(fence.code);
	return snippet.expect.length > 0 ? [] : ['the expect fence is empty: write a regular expression on each line.'];
}

/** Each finding has the line of its expression. */
function wrongExpressions({ code, line }: Fence): Omit<Finding, 'file'>[] {
	return code.split('\n').flatMap((text, index) => {
		try {
			parseExpectation(text);
			return [];
		} catch (error) {
			const [, why] = /([^:]*)$/.exec(String(error)) ?? [];
			return { line: line + 1 + index, sentence: `${text} is not a regular expression:${why}.` };
		}
	});
}

/** Sets the lines that a person types. @returns what is wrong with the fence */
function readKeys(fence: Fence, snippet: Snippet | undefined): string[] {
	if (!snippet) return ['a type fence stands right after the bash block that it belongs to.'];
	if (snippet.type.length > 0) return [`${snippet.id} has a type fence already.`];
	if (!snippet.tty)
		return [`${snippet.id} has nobody at the keyboard: add tty to the block, or remove the type fence.`];
	if (fence.meta !== '') return [`a type fence takes no options: remove ${fence.meta}.`];
	snippet.type = fence.code.split('\n');
	return [];
}

/** Sets the script that tests for the snippet's result. @returns what is wrong with the fence */
function readProbe(fence: Fence, snippet: Snippet | undefined): string[] {
	if (!snippet) return ['a holds fence stands right after the bash block that it belongs to.'];
	if (snippet.holds !== undefined) return [`${snippet.id} has a holds fence already.`];
	if (fence.meta !== '') return [`a holds fence takes no options: remove ${fence.meta}.`];
	snippet.holds = fence.code;
	return fence.code.trim() === ''
		? ['the holds fence is empty: write a command that succeeds when the result is there.']
		: [];
}

/** A hint is text of its page, so it is not in the manifest. @returns what is wrong with the fence */
function readHint(fence: Fence, snippet: Snippet | undefined): string[] {
	if (snippet?.kind !== 'check') return ['a hint fence stands right after the kind=check block that it belongs to.'];
	if (fence.meta !== '') return [`a hint fence takes no options: remove ${fence.meta}.`];
	return fence.code.trim() === '' ? ['the hint is empty.'] : [];
}
