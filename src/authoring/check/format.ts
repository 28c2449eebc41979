// Whitespace of a page's source: line endings, trailing blanks outside of fences, one newline at the end.
import type { CheckFinding } from './finding.ts';
import { nodesOf, type PageFile } from './page-files.ts';

export function checkFormat({ file, source, tree }: PageFile): CheckFinding[] {
	const findings: CheckFinding[] = [];
	const report = (line: number, sentence: string, start: number, end: number, text: string): void => {
		findings.push({ file, line, sentence, fix: { start, end, text } });
	};
	const placesOf = (kind: string) =>
		nodesOf(tree).flatMap(({ type, position }) => (type === kind && position ? [position] : []));
	const code = placesOf('code');
	const breaks = new Set(placesOf('break').map(({ start }) => start.offset));
	const lines = source.split('\n');
	const returned = lines.findIndex((text) => text.endsWith('\r'));
	if (returned >= 0) {
		const right = source.replaceAll('\r\n', '\n');
		report(returned + 1, 'the line ends with a carriage return: use plain newlines.', 0, source.length, right);
	}
	let offset = 0;
	lines.forEach((text, index) => {
		const line = index + 1;
		const inside = code.some(({ start, end }) => start.line < line && line < end.line);
		const blanks = /[ \t]+(?=\r?$)/.exec(text);
		if (blanks && !inside) {
			const start = offset + blanks.index;
			const end = start + blanks[0].length;
			if (breaks.has(start)) report(line, 'blanks at the end break the line unseen: write \\ there.', start, end, '\\');
			else report(line, 'there are blanks at the end of the line.', start, end, '');
		}
		offset += text.length + 1;
	});
	const end = source.trimEnd().length;
	if (source.slice(end).replace('\r', '') !== '\n') {
		report(
			source.slice(0, end).split('\n').length,
			'the file does not end with one newline.',
			end,
			source.length,
			'\n',
		);
	}
	return findings;
}
