// Runs Biome: formatting and lint rules.
import type { CheckFinding } from '../finding.ts';
import { broken, inProject, runTool } from './tool.ts';

const always = ['check', '--reporter=github', '--colors=off', '--max-diagnostics=none', '--no-errors-on-unmatched'];

/**
 * @param files relative to the root; all of the project's when there are none
 * @param fix lets Biome apply its safe fixes
 */
export async function checkStyle(root: string, files: string[], fix: boolean): Promise<CheckFinding[]> {
	const output = await runTool(root, '@biomejs/biome/bin/biome', [...always, ...(fix ? ['--write'] : []), ...files]);
	const matches = output.stdout.matchAll(/^::(?:error|warning) title=([^,]*),file=([^,]*),line=(\d+)[^:]*::(.*)$/gm);
	const findings = [...matches].map(([, rule, file = '', line, message]) => ({
		file: inProject(root, file),
		line: Number(line),
		sentence: rule === 'format' ? 'is not formatted: npm run check -- --fix does it.' : `${message} (${rule})`,
	}));
	if (output.failed && findings.length === 0) throw broken('Biome', output);
	return findings;
}
