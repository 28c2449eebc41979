// Checks imports between rooms by the rules of .dependency-cruiser.cjs. dependency-cruiser reads everything but .astro files;
// this file reads those.
import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, posix } from 'node:path';
import { type CheckFinding, lineAt } from '../finding.ts';
import { broken, runTool } from './tool.ts';

/** The part of a dependency-cruiser rule that ours use: regular expressions for both ends of an import. */
interface ImportRule {
	name: string;
	comment?: string;
	from: End;
	to: End & { circular?: boolean; couldNotResolve?: boolean };
}

interface End {
	path?: string;
	pathNot?: string | string[];
}

interface Cruised {
	modules: { source: string; dependencies: { module: string; resolved: string }[] }[];
	summary: { violations: { from: string; to: string; rule: { name: string }; cycle?: { name: string }[] }[] };
}

/** The rules of .dependency-cruiser.cjs. */
export function importRules(root: string): ImportRule[] {
	return createRequire(join(root, 'package.json'))('./.dependency-cruiser.cjs').forbidden;
}

export async function checkRooms(root: string): Promise<CheckFinding[]> {
	const rules = importRules(root);
	return (await Promise.all([checkModules(root, rules), checkComponentImports(root, rules)])).flat();
}

async function checkModules(root: string, rules: ImportRule[]): Promise<CheckFinding[]> {
	const args = ['--output-type', 'json', 'src', 'scripts'];
	const output = await runTool(root, 'dependency-cruiser/bin/dependency-cruiser.mjs', args);
	if (!output.stdout.startsWith('{')) throw broken('dependency-cruiser', output);
	const { modules, summary }: Cruised = JSON.parse(output.stdout);
	if (modules.length === 0) throw broken('dependency-cruiser, which has found no module,', output);
	return Promise.all(
		summary.violations.map(async ({ from, to, rule: { name }, cycle }) => {
			const imported = modules
				.find(({ source }) => source === from)
				?.dependencies.find(({ resolved }) => resolved === to)?.module;
			const text = await readFile(join(root, from), 'utf8');
			const line = lineAt(text, Math.max(0, imported ? text.search(quoted(imported)) : 0));
			if (cycle) return { file: from, line, sentence: circle([from, ...cycle.map((each) => each.name)]) };
			return { file: from, line, sentence: sentence(to, name, rules) };
		}),
	);
}

/** Checks imports in the frontmatter and scripts of .astro files. Only .astro files import .astro files, so a cycle has no others. */
export async function checkComponentImports(root: string, rules: ImportRule[]): Promise<CheckFinding[]> {
	const files = (await Array.fromAsync(glob('src/**/*.astro', { cwd: root }))).map((file) =>
		file.replaceAll('\\', '/'),
	);
	const imports = new Map<string, ComponentImport[]>();
	for (const file of files) imports.set(file, componentImports(file, await readFile(join(root, file), 'utf8')));
	return [...imports].flatMap(([file, list]) =>
		list.flatMap(({ to, line }) => {
			if (to.startsWith('src/') && !existsSync(join(root, to)))
				return { file, line, sentence: `${to} does not exist.` };
			const way = wayBack(to, file, imports);
			return [
				...rules.filter((rule) => forbids(rule, file, to)).map(({ name }) => sentence(to, name, rules)),
				...(way ? [circle([file, ...way])] : []),
			].map((text) => ({ file, line, sentence: text }));
		}),
	);
}

interface ComponentImport {
	/** Path from the project's root; `node_modules/…` for a package. */
	to: string;
	line: number;
}

/** @param file path from the project's root */
export function componentImports(file: string, text: string): ComponentImport[] {
	// Comments and markup may contain the word import. Blanks in their place keep the line numbers.
	const blank = (markup: string) => markup.replaceAll(/[^\n]/g, ' ');
	const bare = text.replaceAll(/^\s*\/\/.*$/gm, blank);
	const frontmatter = /^---\n.*?\n---\n/s.exec(bare)?.[0] ?? '';
	const scripts = bare.slice(frontmatter.length).split(/(<script\b[^>]*>.*?<\/script>)/gs);
	const code = frontmatter + scripts.map((part, n) => (n % 2 === 1 ? part : blank(part))).join('');
	const found = code.matchAll(
		/\b(?:import|export)\b(?:[^'"();]*\bfrom)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|<script\b[^>]*\ssrc="([^"]+)"/g,
	);
	return [...found].map(({ 0: all, 1: one, 2: two, 3: three, index }) => ({
		to: resolved(file, (one ?? two ?? three ?? '').replace(/\?.*/, '')),
		line: lineAt(code, index + all.trimEnd().length - 1),
	}));
}

function resolved(file: string, path: string): string {
	if (path.startsWith('.')) return posix.join(posix.dirname(file), path);
	return path.startsWith('/') ? path.slice(1) : `node_modules/${path}`;
}

function forbids({ from, to }: ImportRule, file: string, imported: string): boolean {
	if (to.circular !== undefined || to.couldNotResolve !== undefined) return false;
	return meets(from, file) && meets(to, imported);
}

function meets({ path = '', pathNot = [] }: End, file: string): boolean {
	return new RegExp(path).test(file) && ![pathNot].flat().some((not) => new RegExp(not).test(file));
}

/** The chain of imports from one component to another; undefined where there is none. */
function wayBack(
	from: string,
	to: string,
	imports: Map<string, ComponentImport[]>,
	seen = new Set<string>(),
): string[] | undefined {
	if (from === to) return [to];
	seen.add(from);
	for (const next of imports.get(from) ?? []) {
		if (seen.has(next.to)) continue;
		const way = wayBack(next.to, to, imports, seen);
		if (way) return [from, ...way];
	}
	return undefined;
}

function sentence(to: string, name: string, rules: ImportRule[]): string {
	const comment = rules.find((rule) => rule.name === name)?.comment;
	return `imports ${to}${comment ? `: ${comment}` : ''} (${name}).`;
}

function circle(files: string[]): string {
	return `imports itself in a circle: ${files.join(' → ')}.`;
}

function quoted(path: string): RegExp {
	return new RegExp(`['"]${RegExp.escape(path)}['"]`);
}
