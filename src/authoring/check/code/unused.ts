// Runs knip (knip.jsonc): unused files, exports and dependencies, and undeclared dependencies.
import type { CheckFinding } from '../finding.ts';
import { broken, inProject, runTool } from './tool.ts';

interface Issue {
	name: string;
	line?: number;
}

const sentences: Record<string, (name: string) => string> = {
	files: () => 'nobody uses this file.',
	dependencies: (name) => `nobody uses the dependency ${name}.`,
	devDependencies: (name) => `nobody uses the dependency ${name}.`,
	exports: (name) => `nobody imports ${name}.`,
	types: (name) => `nobody imports the type ${name}.`,
	unlisted: (name) => `${name} is used and is no dependency in package.json.`,
	binaries: (name) =>
		`${name} is run and no dependency brings it: declare one, or add it to ignoreBinaries in knip.jsonc.`,
	unresolved: (name) => `${name} leads nowhere.`,
};

export async function checkUnused(root: string): Promise<CheckFinding[]> {
	const output = await runTool(root, 'knip/bin/knip.js', ['--reporter', 'json', '--no-config-hints', '--no-progress']);
	const findings = output.stdout.startsWith('{')
		? (JSON.parse(output.stdout).issues as { file: string; [kind: string]: unknown }[]).flatMap(({ file, ...kinds }) =>
				Object.entries(kinds).flatMap(([kind, issues]) =>
					Array.isArray(issues) ? issues.flat().map((issue: Issue) => finding(root, file, kind, issue)) : [],
				),
			)
		: undefined;
	if (!findings || (output.failed && findings.length === 0)) throw broken('knip', output);
	return findings;
}

function finding(root: string, file: string, kind: string, { name, line = 1 }: Issue): CheckFinding {
	return { file: inProject(root, file), line, sentence: sentences[kind]?.(name) ?? `${name} (knip: ${kind})` };
}
