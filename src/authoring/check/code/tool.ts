// Runs one of the project's tools, and names files as findings do.
import { execFile } from 'node:child_process';
import { isAbsolute, join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface Said {
	stdout: string;
	stderr: string;
	/** It ended with another status than 0; most tools do when they find something. */
	failed: boolean;
}

/** @param script below node_modules */
export function runTool(root: string, script: string, args: string[]): Promise<Said> {
	return new Promise((resolve) => {
		const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NO_COLOR: '1', FORCE_COLOR: undefined };
		const options = { cwd: root, maxBuffer: 2 ** 26, env };
		execFile(process.execPath, [join('node_modules', script), ...args], options, (error, stdout, stderr) =>
			resolve({ stdout: stripVTControlCharacters(stdout), stderr, failed: error !== null }),
		);
	});
}

/** What a tool that failed says, where that are no findings. */
export function broken(name: string, { stdout, stderr }: Said): Error {
	return new Error(`${name} failed:\n${stdout}${stderr}`);
}

/** A file as findings name it. */
export function inProject(root: string, file: string): string {
	return (isAbsolute(file) ? relative(root, file) : file).replaceAll('\\', '/');
}
