// Runs once before the browser tests: finds Chromium's headless shell, or installs it with a font for Korean.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';
import type { TestProject } from 'vitest/node';
import { canInstall, install } from '../../src/system/apt.ts';
import { createProgress } from '../../src/system/progress.mjs';
import { reportError } from '../../src/system/refusal.mjs';
import { root } from '../../src/system/setup.mjs';

/** Chromium without the parts that draw windows, which Playwright starts by default: a page costs half as much to load. */
const SHELL = 'chromium-headless-shell';
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

export default async function setup(project: TestProject): Promise<void> {
	// A setup that throws would end all tests. Without Chromium only the browser tests fail.
	if (!process.env.CHROMIUM && !onPath(SHELL))
		await createProgress().step('installing Chromium', get).catch(reportError);
	project.provide('chromium', installed() ?? '');
}

function installed(): string | undefined {
	const found = [process.env.CHROMIUM, onPath(SHELL), chromium.executablePath(), ...BROWSERS.map(onPath)];
	return found.find((path) => path && existsSync(path));
}

function onPath(name: string): string | undefined {
	return (process.env.PATH ?? '')
		.split(delimiter)
		.map((folder) => join(folder, name))
		.find(existsSync);
}

async function get(detail: (line: string) => void): Promise<void> {
	// Ubuntu has no such package. There we use Playwright's Chromium.
	if (canInstall()) await install([SHELL, 'fonts-noto-cjk'], detail).catch((error) => detail(error.message));
	if (installed()) return;
	execFileSync(process.execPath, [join(root, 'node_modules/playwright/cli.js'), 'install', '--with-deps', 'chromium'], {
		stdio: 'inherit',
	});
}
