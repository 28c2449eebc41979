// Runs astro-check: types in .astro files, which TypeScript itself does not read.
import type { CheckFinding } from '../finding.ts';
import { broken, inProject, runTool } from './tool.ts';

// Astro's own command, because the astro-check binary (0.9.10) drops its first two arguments.
const args = ['check', '--noSync', '--tsconfig', 'tsconfig/components.json', '--minimumSeverity', 'error'];

export async function checkComponents(root: string): Promise<CheckFinding[]> {
	const output = await runTool(root, 'astro/bin/astro.mjs', args);
	const matches = output.stdout.matchAll(/^(\S+):(\d+):\d+ - error (?:ts\((\d+)\)|[^:]*): (.*)$/gm);
	const findings = [...matches].map(([, file = '', line, code, message]) => ({
		file: inProject(root, file),
		line: Number(line),
		sentence: code ? `${message} (TS${code})` : `${message}`,
	}));
	// The last line counts the files that were checked. Without it, none was.
	if (findings.length === 0 && (output.failed || !/^Result \([1-9]\d* files?\)/m.test(output.stdout)))
		throw broken('astro check', output);
	return findings;
}
