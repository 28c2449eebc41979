// Builds the site into dist/, and knows by a hash of its inputs whether a build is needed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Refusal } from './refusal.mjs';
import { root } from './setup.mjs';

/** The folder of the built site. */
export const siteFolder = join(root, 'dist');

/** Where a host serves the site from. */
export interface Hosting {
	/** The path, with a slash at both ends. */
	base: string;
	/** The host's address. */
	site?: string;
}

/** The companion serves the site at the root. */
const atRoot: Hosting = { base: '/' };

/** Inputs of the build. Files and folders that do not exist count as empty. */
const inputs = [
	'astro.config.mjs',
	'content.config.ts',
	'ec.config.mjs',
	'package-lock.json',
	'tsconfig.json',
	'content',
	'public',
	'src/authoring',
	'src/client',
	'src/figures',
	'src/languages',
	'src/protocol',
	'src/site',
	'src/snippets',
	'src/transcript',
];

/** Holds the hash of the inputs and the hosting. Astro empties the folder first and this file is written last, so an aborted build has none. */
const stamp = join(siteFolder, '.inputs');

/** Whether dist/ is up to date for that hosting. */
export function siteIsFresh(hosting = atRoot): boolean {
	return existsSync(stamp) && readFileSync(stamp, 'utf8') === inputsHash(hosting);
}

/**
 * Builds the site.
 *
 * @param detail receives a line for each larger part of the build
 * @throws Refusal with the build's last lines when it fails
 */
export async function buildSite(detail: (line: string) => void, hosting = atRoot): Promise<void> {
	const hash = inputsHash(hosting);
	const bin = join(root, 'node_modules', '.bin');
	const astro = join(root, 'node_modules', 'astro', 'bin', 'astro.mjs');
	const flags = ['--base', hosting.base, ...(hosting.site ? ['--site', hosting.site] : [])];
	const child = spawn(process.execPath, [astro, 'build', ...flags], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {
			...process.env,
			PATH: [bin, process.env.PATH].join(delimiter),
			ASTRO_TELEMETRY_DISABLED: '1',
			// The caller may be Vitest, which sets these variables. The build is for production all the same.
			NODE_ENV: 'production',
			DEV: undefined,
			PROD: undefined,
			MODE: undefined,
			NO_COLOR: '1',
		},
	});
	const lines: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		createInterface(stream).on('line', (line) => {
			lines.push(line);
			const part = /\[\S+\] ((?:Collecting|Building|Finished|\d+ page).*?)\.*$/.exec(line)?.[1];
			if (part) detail(part);
		});
	}
	const status = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
	if (status !== 0) throw new Refusal(`The site cannot be built:\n${lines.slice(-30).join('\n')}`);
	writeFileSync(stamp, hash);
}

function inputsHash({ base, site = '' }: Hosting): string {
	const hash = createHash('sha256').update([process.version, base, site, ''].join('\0'));
	for (const path of inputs.flatMap(files)) {
		hash
			.update(`${path}\0`)
			.update(readFileSync(join(root, path)))
			.update('\0');
	}
	return hash.digest('hex');
}

/** The files at or below a path, in an order that is the same on every machine. */
function files(path: string): string[] {
	const entry = statSync(join(root, path), { throwIfNoEntry: false });
	if (!entry) return [];
	if (entry.isFile()) return [path];
	return readdirSync(join(root, path))
		.sort()
		.flatMap((name) => files(`${path}/${name}`));
}
