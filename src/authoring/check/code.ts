// Our own code: Biome for its look and its pitfalls, TypeScript for its types.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import type { CheckFinding } from './finding.ts';

/**
 * @param files relative to the root; all of the project's when there are none
 * @param fix lets Biome write what it is sure of
 */
export async function checkCode(root: string, files: string[], fix: boolean): Promise<CheckFinding[]> {
	const args = ['check', '--reporter=github', '--colors=off', '--max-diagnostics=none', '--no-errors-on-unmatched'];
	const { stdout, stderr, failed } = await output(root, '@biomejs/biome/bin/biome', [
		...args,
		...(fix ? ['--write'] : []),
		...files,
	]);
	const told = [...stdout.matchAll(/^::(error|warning) title=([^,]*),file=([^,]*),line=(\d+)[^:]*::(.*)$/gm)];
	if (failed && told.length === 0) throw new Error(`Biome failed:\n${stdout}${stderr}`);
	return told.map(([, , rule, file, line, message]) => ({
		file: relativeTo(root, file),
		line: Number(line),
		sentence: rule === 'format' ? 'is not formatted: npm run check -- --fix does it.' : `${message} (${rule})`,
	}));
}

/** TypeScript 7 says what 6 says in a fifth of the time; 6 is there for the tools that work with its library. */
export async function checkTypes(root: string): Promise<CheckFinding[]> {
	await writeCollectionTypes(root);
	const { stdout, failed } = await output(root, 'typescript-7/bin/tsc', ['--noEmit', '--pretty', 'false']);
	const told = [...stdout.matchAll(/^([^\s(][^(]*)\((\d+),\d+\): error (TS\d+): (.*)$/gm)];
	if (failed && told.length === 0) throw new Error(`TypeScript failed:\n${stdout}`);
	return told.map(([, file, line, code, message]) => ({
		file: relativeTo(root, file),
		line: Number(line),
		sentence: `${message} (${code})`,
	}));
}

/** What pages are, in types: Astro writes that into a folder that a clean clone does not have. */
async function writeCollectionTypes(root: string): Promise<void> {
	if (existsSync(join(root, '.astro/types.d.ts'))) return;
	const { stdout, stderr, failed } = await output(root, 'astro/bin/astro.mjs', ['sync']);
	if (failed) throw new Error(`Astro cannot tell the types of the pages:\n${stdout}${stderr}`);
}

function relativeTo(root: string, file: string): string {
	return isAbsolute(file) ? relative(root, file) : file;
}

function output(root: string, script: string, args: string[]) {
	return new Promise<{ stdout: string; stderr: string; failed: boolean }>((resolve) => {
		const options = { cwd: root, maxBuffer: 2 ** 26, env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' } };
		execFile(process.execPath, [join('node_modules', script), ...args], options, (error, stdout, stderr) =>
			resolve({ stdout, stderr, failed: error !== null }),
		);
	});
}
