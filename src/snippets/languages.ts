// Compares the blocks of a translation with those of the English page: both must run the same code.
import type { Finding, ScannedPage } from './read-page.ts';
import type { Snippet } from './snippet.ts';

const same: readonly (keyof Snippet)[] = [
	'code',
	'runnable',
	'needs',
	'shell',
	'background',
	'tty',
	'timeout',
	'exit',
	'kind',
	'expect',
	'holds',
	'type',
];

/** Compares a translated page with its English one. Each finding is in the translation and names both places. */
export function compareLanguages(english: ScannedPage, translated: ScannedPage): Finding[] {
	const findings: Finding[] = [];
	const report = (line: number, sentence: string): void => {
		findings.push({ file: translated.file, line, sentence });
	};
	if (english.prelude !== translated.prelude) report(1, `the prelude differs from the one in ${english.file}.`);
	const ids = new Set<string>();
	for (const snippet of translated.snippets) {
		// Another check reports a duplicate id; here only its first block counts.
		if (ids.has(snippet.id)) continue;
		ids.add(snippet.id);
		const twin = english.snippets.find(({ id }) => id === snippet.id);
		if (!twin) {
			report(snippet.line, `${snippet.id} has no block of that id in ${english.file}.`);
			continue;
		}
		const differing = same.filter((key) => JSON.stringify(snippet[key]) !== JSON.stringify(twin[key]));
		if (differing.length > 0) {
			report(snippet.line, `${snippet.id} differs in ${differing.join(', ')} from ${twin.file}:${twin.line}.`);
		}
	}
	for (const snippet of english.snippets) {
		if (translated.snippets.some(({ id }) => id === snippet.id)) continue;
		report(1, `${snippet.id} of ${snippet.file}:${snippet.line} is missing.`);
	}
	const order = (page: ScannedPage): string => page.snippets.map(({ id }) => id).join(' ');
	if (findings.length === 0 && order(english) !== order(translated)) {
		report(1, `the blocks stand in another order than in ${english.file}: ${order(english)}.`);
	}
	return findings;
}
