// TypeScript: the types of each runtime's code (tsconfig/), .astro files apart.
import type { CheckFinding } from '../finding.ts';
import { broken, inProject, runTool } from './tool.ts';

/** TypeScript 7 says what 6 says in a fifth of the time; 6 is there for the tools that work with its library. */
export async function checkTypes(root: string): Promise<CheckFinding[]> {
	const said = await runTool(root, 'typescript-7/bin/tsc', ['--build', '--pretty', 'false']);
	const told = said.stdout.matchAll(/^([^\s(][^(]*)\((\d+),\d+\): error (TS\d+): (.*)$/gm);
	const findings = [...told].map(([, file = '', line, code, message]) => ({
		file: inProject(root, file),
		line: Number(line),
		sentence: `${message} (${code})`,
	}));
	if (said.failed && findings.length === 0) throw broken('TypeScript', said);
	return findings;
}
