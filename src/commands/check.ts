// `npm run check`: checks pages and code, and prints mistakes as `file:line: sentence`. Runs no block.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { checkCode } from '../authoring/check/code.ts';
import { applyEdits, type CheckFinding } from '../authoring/check/finding.ts';
import { checkSchema } from '../authoring/check/frontmatter.ts';
import { type CheckedPages, checkPages } from '../authoring/check/pages.ts';
import { checkRecordings } from '../authoring/check/recordings.ts';
import { annotation, describe } from '../authoring/check/report.ts';
import { checkShell, findShellCheck } from '../authoring/check/shell.ts';
import { runCommand } from '../system/options.mjs';
import { Refusal } from '../system/refusal.mjs';
import { root } from '../system/setup.mjs';

const usage = `Usage: npm run check [-- [file…] [--fix] [--pages]]

  file…     only these files and folders; all pages and all code unless given
  --fix     mend what can be mended without changing what a page says
  --pages   only the pages
  --help    show this`;

interface Options {
	files: string[];
	fix: boolean;
	pages: boolean;
}

const flag = { type: 'boolean', default: false } as const;
const command = { name: 'npm run check', usage, operands: 'file', options: { fix: flag, pages: flag } };

process.exitCode = await runCommand(command, async ({ operands, fix, pages }) => {
	const errors = await check({ files: operands.map(inProject), fix, pages });
	return errors > 0 ? 1 : 0;
});

/** @returns the number of errors */
async function check({ files, fix, pages: pagesOnly }: Options): Promise<number> {
	const began = performance.now();
	const asked = (file: string) => files.length === 0 || files.some((each) => `${file}/`.startsWith(`${each}/`));
	const code = files.filter((file) => !isPage(file));
	const withCode = !pagesOnly && (files.length === 0 || code.length > 0);
	// The checks of the code are slow, so they run in parallel with the rest.
	const slow = withCode ? checkCode(root, code, fix) : Promise.resolve([]);
	// Prevents an unhandled rejection. The error is thrown where `slow` is awaited, after the pages' findings.
	slow.catch(() => undefined);

	const checked = fix ? await checkAndFix(asked) : await checkPages(root);
	const counts = { error: 0, warning: 0 };
	const report = (findings: CheckFinding[]) => {
		for (const finding of findings.filter(({ file }) => asked(file))) {
			counts[finding.warning ? 'warning' : 'error']++;
			console.log(describe(finding));
			if (process.env.GITHUB_ACTIONS) console.log(annotation(finding));
		}
	};
	report(checked.findings);
	// The blocks of a page with mistakes are not reliable.
	if (counts.error === 0) report(await checkRecordings(checked.manifest, root));
	report(await checkSchema(root, fix));
	const pages = checked.pages.filter(({ file }) => asked(file));
	report(await checkBlocks(pages));
	report(await slow);

	const blocks = pages.flatMap(({ fences }) => fences.filter(({ language }) => language === 'bash'));
	const seconds = ((performance.now() - began) / 1000).toFixed(1);
	console.log(
		`${counted(pages.length, 'page')} with ${counted(blocks.length, 'block')}${withCode ? ', and the code' : ''}: ` +
			`${counted(counts.error, 'error')}, ${counted(counts.warning, 'warning')} (${seconds} s)`,
	);
	return counts.error;
}

/** Applies fixes and checks again, until there are none left or their number no longer falls. */
async function checkAndFix(asked: (file: string) => boolean): Promise<CheckedPages> {
	for (let before = Number.POSITIVE_INFINITY; ; ) {
		const checked = await checkPages(root);
		const mendable = checked.findings.filter(({ file, fix }) => fix && asked(file));
		if (mendable.length === 0 || mendable.length >= before) return checked;
		before = mendable.length;
		for (const [file, findings] of Map.groupBy(mendable, ({ file }) => file)) {
			const page = checked.pages.find((candidate) => candidate.file === file);
			if (!page) continue;
			const edits = findings.flatMap(({ fix }) => fix ?? []);
			await writeFile(join(root, file), applyEdits(page.source, edits));
			for (const finding of findings) console.log(`${describe(finding)} Mended.`);
		}
	}
}

async function checkBlocks(pages: CheckedPages['pages']): Promise<CheckFinding[]> {
	const program = await findShellCheck((line) => console.log(`installing ShellCheck: ${line}`));
	if (program) return checkShell(pages, program);
	const sentence =
		'ShellCheck is not installed, so the blocks are not checked by it (on Debian: apt install shellcheck).';
	// In CI nobody reads the note, so a check that was skipped must fail.
	if (process.env.CI) throw new Refusal(sentence);
	console.log(sentence);
	return [];
}

/** The path that findings use for a file or folder. */
function inProject(path: string): string {
	const file = relative(root, resolve(root, path)).replaceAll('\\', '/');
	if (file !== '' && existsSync(join(root, file))) return file;
	throw new Refusal(`There is no ${path} to check: name files and folders, such as content/docs/docker0.mdx.`, 2);
}

/** True for a folder of pages, too. */
function isPage(file: string): boolean {
	return /^content\/docs(\/|$)/.test(file);
}

function counted(count: number, word: string): string {
	return `${count} ${word}${count === 1 ? '' : 's'}`;
}
