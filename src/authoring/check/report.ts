// Formats findings: a line for the terminal, and an annotation for GitHub Actions, which shows it in the pull request.
import type { CheckFinding } from './finding.ts';

/** `file:line: sentence` */
export function describe({ file, line, sentence, warning }: CheckFinding): string {
	return `${file}:${line}: ${warning ? 'warning: ' : ''}${sentence}`;
}

/** A workflow command (docs.github.com, "Workflow commands for GitHub Actions"). */
export function annotation({ file, line, sentence, warning }: CheckFinding): string {
	return `::${warning ? 'warning' : 'error'} file=${property(file)},line=${line}::${data(sentence)}`;
}

function data(text: string): string {
	return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
	return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
