// Runs TypeScript on each runtime's code (tsconfig/), except .astro files.
import type { CheckFinding } from '../finding.ts';
import { broken, inProject, runTool } from './tool.ts';

/** TypeScript 7 reports the same errors as 6 in a fifth of the time. Version 6 stays for tools that use its library. */
export async function checkTypes(root: string): Promise<CheckFinding[]> {
	const output = await runTool(root, 'typescript-7/bin/tsc', ['--build', '--pretty', 'false']);
	const matches = output.stdout.matchAll(/^([^\s(][^(]*)\((\d+),\d+\): error (TS\d+): (.*)$/gm);
	const findings = [...matches].map(([, file = '', line, code, message]) => ({
		file: inProject(root, file),
		line: Number(line),
		sentence: `${message} (${code})`,
	}));
	if (output.failed && findings.length === 0) throw broken('TypeScript', output);
	return findings;
}
