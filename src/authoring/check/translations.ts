// Keeps translations in step with the English pages: each page exists, has the same headings and facts, and is not older.
// src/authoring/scan.ts compares the blocks.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { folderOf, ORIGINAL } from '../../languages/language.ts';
import { readLanguages } from '../../languages/on-disk.ts';
import type { CheckFinding } from './finding.ts';
import { lineOfKey } from './frontmatter.ts';
import type { PageFile } from './page-files.ts';

const run = promisify(execFile);

const translations = readLanguages().filter((language) => language !== ORIGINAL);

export async function checkTranslations(pages: PageFile[], root: string): Promise<CheckFinding[]> {
	const changed = await changeTimes(root);
	return pages
		.filter(({ language, id }) => language === ORIGINAL && id !== '404')
		.flatMap((english) =>
			translations.flatMap((translation) => {
				const page = pages.find(({ id, language }) => id === english.id && language === translation);
				return page ? compare(english, page, changed) : missing(english, translation);
			}),
		);
}

function missing({ file }: PageFile, language: string): CheckFinding {
	const translation = file.replace('content/docs/', `content/docs/${folderOf(language)}/`);
	return { file, line: 1, sentence: `is not translated: write ${translation}.`, warning: true };
}

function compare(english: PageFile, translation: PageFile, changed: Map<string, number>): CheckFinding[] {
	if (english.broken || translation.broken) return [];
	const { file } = translation;
	const facts = compareFacts(english, translation);
	if (facts.length > 0) return facts;
	const shape = ({ headings }: PageFile) => headings.map(({ depth }) => '#'.repeat(depth));
	const [here, there] = [shape(translation), shape(english)];
	const index = here.findIndex((depth, at) => depth !== there[at]);
	if (index >= 0 || here.length < there.length) {
		const at = index < 0 ? here.length : index;
		const line = translation.headings[at]?.line ?? 1;
		const twin = english.headings[at];
		const sentence = twin
			? `heading ${at + 1} is not that of ${english.file}:${twin.line} (${there[at]} ${twin.text}).`
			: `heading ${at + 1} has none that matches it in ${english.file}.`;
		return [{ file, line, sentence }];
	}
	const [mine = 0, its = 0] = [changed.get(file), changed.get(english.file)];
	if (its <= mine) return [];
	const when = its === Number.POSITIVE_INFINITY ? 'now' : `on ${new Date(its * 1000).toISOString().slice(0, 10)}`;
	return [{ file, line: 1, sentence: `lags behind: ${english.file} was changed after it, ${when}.`, warning: true }];
}

/** Frontmatter that does not depend on the language. */
const shared = ['chapter', 'minutes', 'draft', 'template', 'tableOfContents'];

function compareFacts(english: PageFile, translation: PageFile): CheckFinding[] {
	return shared
		.filter((key) => english.frontmatter[key] !== translation.frontmatter[key])
		.map((key) => ({
			file: translation.file,
			line: lineOfKey(translation.source, key),
			sentence: `frontmatter: ${key} is ${english.frontmatter[key] ?? 'not given'} in ${english.file}.`,
		}));
}

/** The time of each page's latest commit, in seconds since the epoch; Infinity for uncommitted changes. */
async function changeTimes(root: string): Promise<Map<string, number>> {
	const times = new Map<string, number>();
	const git = (...args: string[]) =>
		run('git', ['-c', 'core.quotePath=off', ...args, '--', 'content/docs'], { cwd: root, maxBuffer: 2 ** 26 }).then(
			({ stdout }) => stdout.split('\n'),
			() => [], // no repository, no history
		);
	let time = 0;
	for (const line of await git('log', '--relative', '--format=@%ct', '--name-only')) {
		if (line.startsWith('@')) time = Number(line.slice(1));
		else if (line && !times.has(line)) times.set(line, time);
	}
	for (const list of [
		['diff', '--relative', '--name-only', 'HEAD'],
		['ls-files', '--others', '--exclude-standard'],
	])
		for (const file of await git(...list)) times.set(file, Number.POSITIVE_INFINITY);
	return times;
}
