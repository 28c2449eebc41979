// The look of a page's source outside of its fences: line ends, blanks at line ends, one newline at the end.
import type { CheckFinding } from './finding.ts';
import { nodesOf, type PageFile } from './source.ts';

export function checkFormat({ file, source, tree }: PageFile): CheckFinding[] {
	const findings: CheckFinding[] = [];
	const say = (line: number, sentence: string, start: number, end: number, text: string): void => {
		findings.push({ file, line, sentence, fix: { start, end, text } });
	};
	const code = nodesOf(tree).flatMap(({ type, position }) => (type === 'code' && position ? [position] : []));
	let offset = 0;
	source.split('\n').forEach((text, index) => {
		const line = index + 1;
		const inside = code.some(({ start, end }) => start.line < line && line < end.line);
		const blanks = /[ \t\r]+$/.exec(text)?.[0] ?? '';
		if (blanks.includes('\r'))
			say(
				line,
				'the line ends with a carriage return: use plain newlines.',
				offset + text.length - 1,
				offset + text.length,
				'',
			);
		else if (blanks && !inside)
			say(
				line,
				'there are blanks at the end of the line.',
				offset + text.length - blanks.length,
				offset + text.length,
				'',
			);
		offset += text.length + 1;
	});
	const end = source.trimEnd().length;
	if (source.slice(end) !== '\n') {
		say(source.slice(0, end).split('\n').length, 'the file does not end with one newline.', end, source.length, '\n');
	}
	return findings;
}
