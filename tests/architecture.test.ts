// The folders import each other as docs/architecture.md says, the types hold, and the linter finds nothing.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../src/system/setup.mjs';

const minutes = 60_000;

test('the folders import each other only as the architecture says', { timeout: 2 * minutes }, async () => {
	expect(
		await output('dependency-cruiser/bin/dependency-cruiser.mjs', '--output-type', 'err', 'src', 'scripts'),
	).toMatch(/no dependency violations found \(\d{2,} modules/);
});

test('the types hold', { timeout: 2 * minutes }, async () => {
	expect(await output('typescript-7/bin/tsc', '--noEmit')).toBe('');
});

test('the linter and the formatter find nothing', { timeout: 2 * minutes }, async () => {
	expect(await output('@biomejs/biome/bin/biome', 'ci', '--colors=off')).toMatch(
		/^Checked \d+ files in \S+ No fixes applied\.$/,
	);
});

/** What one of the project's tools prints. */
function output(script: string, ...args: string[]): Promise<string> {
	return new Promise((resolve) => {
		execFile(process.execPath, [join('node_modules', script), ...args], { cwd: root }, (_error, stdout, stderr) =>
			resolve(`${stdout}${stderr}`.trim()),
		);
	});
}
