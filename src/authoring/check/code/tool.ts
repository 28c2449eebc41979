// Runs a tool from node_modules, and turns its paths into those that findings use.
import { execFile } from 'node:child_process';
import { isAbsolute, join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface ToolOutput {
	stdout: string;
	stderr: string;
	/** The exit status was not 0. Most tools also fail when they have findings. */
	failed: boolean;
}

/** @param script path below node_modules */
export function runTool(root: string, script: string, args: string[]): Promise<ToolOutput> {
	return new Promise((resolve) => {
		const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NO_COLOR: '1', FORCE_COLOR: undefined };
		const options = { cwd: root, maxBuffer: 2 ** 26, env };
		execFile(process.execPath, [join('node_modules', script), ...args], options, (error, stdout, stderr) =>
			resolve({ stdout: stripVTControlCharacters(stdout), stderr, failed: error !== null }),
		);
	});
}

/** The error for a tool that failed without findings. */
export function broken(name: string, { stdout, stderr }: ToolOutput): Error {
	return new Error(`${name} failed:\n${stdout}${stderr}`);
}

/** The path that findings use for a file: from the root, with slashes. */
export function inProject(root: string, file: string): string {
	return (isAbsolute(file) ? relative(root, file) : file).replaceAll('\\', '/');
}
