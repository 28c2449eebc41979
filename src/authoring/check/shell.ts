// Runs ShellCheck (https://www.shellcheck.net) on every script of the pages: bash and holds fences, and preludes.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { canInstall, install } from '../../system/apt.ts';
import type { CheckFinding } from './finding.ts';
import type { PageFile } from './page-files.ts';

/** Rules for scripts that do not fit blocks, which are typed into a shell and read by learners. */
const excluded = [
	'SC1010', // `ping -M do`: this do is no loop's
	'SC2010', // `ls | grep` in /sys: names there have no blanks
	'SC2034', // a variable that only a later block uses
	'SC2046', // ids, addresses and PIDs need no quotes
	'SC2154', // a variable that an earlier block has set
	'SC2155', // a masked exit status that no block tests
	'SC2164', // `cd … || exit` would end the reader's shell
];

interface Script {
	file: string;
	/** The line before the script's first line. */
	line: number;
	code: string;
}

/** The path of ShellCheck, or undefined. Installs it where packages can be installed and standard input is no terminal. */
export async function findShellCheck(detail: (line: string) => void): Promise<string | undefined> {
	if (!installedShellCheck() && canInstall() && !process.stdin.isTTY) {
		await install(['shellcheck'], detail).catch((error) => detail(error.message));
	}
	return installedShellCheck();
}

/** The path of ShellCheck, or undefined where it is not installed. */
export function installedShellCheck(): string | undefined {
	const folders = (process.env.PATH ?? '').split(delimiter);
	return folders.map((folder) => join(folder, 'shellcheck')).find((path) => existsSync(path));
}

/** Checks the pages' scripts. ShellCheck reads identical scripts once, and each place gets the finding. */
export async function checkShell(pages: PageFile[], program: string): Promise<CheckFinding[]> {
	// Translations repeat most scripts.
	const scripts = Map.groupBy(pages.flatMap(scriptsOf), ({ code }) => code);
	if (scripts.size === 0) return [];
	const folder = await mkdtemp(join(tmpdir(), 'underbridge-check-'));
	try {
		const byPath = new Map([...scripts].map(([code, places], n) => [join(folder, `${n}.sh`), { code, places }]));
		await Promise.all([...byPath].map(([path, { code }]) => writeFile(path, `${code.trimEnd()}\n`)));
		const json = await output(program, [
			'--shell=bash',
			'--severity=warning',
			`--exclude=${excluded}`,
			'--format=json1',
			...byPath.keys(),
		]);
		const { comments } = JSON.parse(json) as {
			comments: { file: string; line: number; code: number; message: string }[];
		};
		return comments.flatMap(({ file, line, code, message }) => {
			const places = byPath.get(file)?.places;
			if (!places) throw new Error(`ShellCheck speaks of ${file}, which it was not given: ${message}`);
			return places.map((script) => ({
				file: script.file,
				line: script.line + line,
				sentence: `${message.trim()} (ShellCheck SC${code})`,
			}));
		});
	} finally {
		await rm(folder, { recursive: true });
	}
}

function scriptsOf({ file, source, frontmatter, fences }: PageFile): Script[] {
	const scripts = fences
		.filter(({ language }) => language === 'bash' || language === 'holds')
		.map(({ code, line }) => ({ file, line, code }));
	if (typeof frontmatter.prelude !== 'string') return scripts;
	const line = source.split('\n').findIndex((text) => text.startsWith('prelude:')) + 1;
	return [{ file, line, code: frontmatter.prelude }, ...scripts];
}

/** A program's standard output. The exit status is ignored: ShellCheck exits with 1 when it has findings. */
function output(program: string, args: string[]): Promise<string> {
	return new Promise((resolve, reject) => {
		execFile(program, args, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
			if (stdout === '') reject(new Error(`ShellCheck failed: ${stderr || error?.message}`));
			else resolve(stdout);
		});
	});
}
