// Biome: the look of the code, and its pitfalls.
import type { CheckFinding } from '../finding.ts';
import { broken, inProject, runTool } from './tool.ts';

const always = ['check', '--reporter=github', '--colors=off', '--max-diagnostics=none', '--no-errors-on-unmatched'];

/**
 * @param files relative to the root; all of the project's when there are none
 * @param fix lets Biome write what it is sure of
 */
export async function checkStyle(root: string, files: string[], fix: boolean): Promise<CheckFinding[]> {
	const said = await runTool(root, '@biomejs/biome/bin/biome', [...always, ...(fix ? ['--write'] : []), ...files]);
	const told = said.stdout.matchAll(/^::(?:error|warning) title=([^,]*),file=([^,]*),line=(\d+)[^:]*::(.*)$/gm);
	const findings = [...told].map(([, rule, file = '', line, message]) => ({
		file: inProject(root, file),
		line: Number(line),
		sentence: rule === 'format' ? 'is not formatted: npm run check -- --fix does it.' : `${message} (${rule})`,
	}));
	if (said.failed && findings.length === 0) throw broken('Biome', said);
	return findings;
}
