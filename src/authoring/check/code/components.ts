// astro-check: the types in .astro files, which TypeScript itself does not read.
import type { CheckFinding } from '../finding.ts';
import { broken, inProject, runTool } from './tool.ts';

// Astro's own command, since astro-check as a program (0.9.10) drops the first two of its arguments.
const args = ['check', '--noSync', '--tsconfig', 'tsconfig/components.json', '--minimumSeverity', 'error'];

export async function checkComponents(root: string): Promise<CheckFinding[]> {
	const said = await runTool(root, 'astro/bin/astro.mjs', args);
	const told = said.stdout.matchAll(/^(\S+):(\d+):\d+ - error (?:ts\((\d+)\)|[^:]*): (.*)$/gm);
	const findings = [...told].map(([, file = '', line, code, message]) => ({
		file: inProject(root, file),
		line: Number(line),
		sentence: code ? `${message} (TS${code})` : `${message}`,
	}));
	// It says how many files it has read; without that it has read none.
	if (findings.length === 0 && (said.failed || !/^Result \([1-9]\d* files?\)/m.test(said.stdout)))
		throw broken('astro check', said);
	return findings;
}
