// A <details> that unfolds by itself (src/client/unfold.ts) names a block of its page, or a range of engine versions.
import { inRange } from '../../snippets/engine-range.ts';
import { parseMeta } from '../../snippets/meta.ts';
import type { CheckFinding } from './finding.ts';
import { elementsOf, type PageFile } from './page-files.ts';

export function checkAnswers({ file, tree, fences }: PageFile): CheckFinding[] {
	const ids = fences.flatMap(({ language, meta }) => (language === 'bash' && parseMeta(meta).meta.id) || []);
	return elementsOf(tree).flatMap(({ name, attributes, line }) => {
		if (name !== 'details') return [];
		const { 'data-after': after, 'data-engine': engine } = attributes;
		const sentences = [
			after !== undefined && !ids.includes(after)
				? `data-after="${after}" names no block of this page: use ${ids.join(', ') || 'the id of one'}.`
				: undefined,
			engine === undefined ? undefined : wrongRange(engine),
		];
		return sentences.flatMap((sentence) => (sentence ? { file, line, sentence } : []));
	});
}

function wrongRange(range: string): string | undefined {
	try {
		inRange(range, '0');
		return undefined;
	} catch (error) {
		return (error as Error).message;
	}
}
