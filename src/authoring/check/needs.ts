// Every block that others need has a holds fence. Without one the companion cannot test for its result, and would run it each time.
import { ORIGINAL } from '../../languages/language.ts';
import type { ScannedPage } from '../../snippets/read-page.ts';
import type { CheckFinding } from './finding.ts';

export function checkHolds({ snippets, language }: ScannedPage): CheckFinding[] {
	// src/snippets/languages.ts compares the translations with the English page.
	if (language !== ORIGINAL) return [];
	return snippets
		.filter(({ holds, runnable }) => holds === undefined && runnable)
		.flatMap((snippet) => {
			const dependent = snippets.find(({ needs }) => needs.includes(snippet.id));
			if (!dependent) return [];
			const sentence = `${snippet.id} is needed by ${dependent.id} and has no holds fence: add one after it, with a command that succeeds when its result is there.`;
			return { file: snippet.file, line: snippet.line, sentence };
		});
}
