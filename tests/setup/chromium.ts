// Runs once before the browser tests: finds Chromium, or installs it with a font for Korean.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';
import type { TestProject } from 'vitest/node';
import { canInstall, install } from '../../src/system/apt.ts';
import { createProgress } from '../../src/system/progress.mjs';
import { reportError } from '../../src/system/refusal.mjs';
import { root } from '../../src/system/setup.mjs';

export default async function setup(project: TestProject): Promise<void> {
	// A setup that throws would end all tests. Without Chromium only the browser tests fail.
	if (!installed()) await createProgress().step('installing Chromium', get).catch(reportError);
	project.provide('chromium', installed() ?? '');
}

/**
 * Chromium's headless shell first, which Playwright starts by default: without the parts that draw windows, a page costs half as
 * much to load.
 */
function installed(): string | undefined {
	const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
	const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
	return [process.env.CHROMIUM, ...onPath, chromium.executablePath()].find((path) => path && existsSync(path));
}

async function get(detail: (line: string) => void): Promise<void> {
	// Ubuntu has no such package. There we use Playwright's Chromium.
	if (canInstall())
		await install(['chromium-headless-shell', 'fonts-noto-cjk'], detail).catch((error) => detail(error.message));
	if (installed()) return;
	execFileSync(process.execPath, [join(root, 'node_modules/playwright/cli.js'), 'install', '--with-deps', 'chromium'], {
		stdio: 'inherit',
	});
}
