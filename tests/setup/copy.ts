// Copies the project like a clean clone, with its dependencies, for tests that write pages.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../src/system/setup.mjs';

const run = promisify(execFile);
const left = ['.git', '.astro', '.cache', '.artifacts', 'dist', 'node_modules'];

/** @returns the copy's folder, which the caller removes */
export async function copyProject(): Promise<string> {
	const copy = await mkdtemp(join(tmpdir(), 'underbridge-copy-'));
	await cp(root, copy, { recursive: true, filter: (path) => !left.includes(relative(root, path)) });
	const modules = join(copy, 'node_modules');
	const installed = join(root, 'node_modules');
	// Hard links are fast, but only work within one file system.
	await run('cp', ['-al', installed, modules]).catch(async () => {
		await rm(modules, { recursive: true, force: true });
		await run('cp', ['-a', installed, modules]);
	});
	for (const cache of ['.astro', '.vite']) await rm(join(modules, cache), { recursive: true, force: true });
	return copy;
}

/** The environment without Vitest's variables, with which Astro's dev server serves nothing. */
export function terminalEnv(): NodeJS.ProcessEnv {
	const ofVitest = /^(VITEST|TEST$|NODE_ENV$|DEV$|PROD$|MODE$|SSR$|BASE_URL$)/;
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofVitest.test(name)));
}
