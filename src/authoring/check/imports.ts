// Every import of a page exists, and every component that it shows is imported. Braces in the text of .mdx are a mistake: they are code.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { CheckFinding } from './finding.ts';
import { elementsOf, lineOf, nodesOf, type PageFile } from './page-files.ts';

export function checkImports(page: PageFile, root: string): CheckFinding[] {
	if (page.file.endsWith('.md')) return componentsInMarkdown(page);
	const { file, tree } = page;
	const statements = nodesOf(tree).filter(({ type }) => type === 'mdxjsEsm');
	const imports = statements.flatMap((node) =>
		[...(node.value ?? '').matchAll(/import\s+([^'"]*?)\s*from\s*['"]([^'"]+)['"]/g)].map(
			({ 1: text = '', 2: path = '', index }) => ({
				text,
				path,
				line: lineOf(node) + (node.value ?? '').slice(0, index).split('\n').length - 1,
			}),
		),
	);
	const lost = imports.filter(({ path }) => !exists(path, file, root));
	const known = new Set(imports.flatMap(({ text }) => text.match(/\w+/g) ?? []));
	const unknown = componentsOf(page).filter(({ name }) => !known.has(name));
	const braces = nodesOf(tree).filter(
		({ type, value = '' }) => /^mdx\w+Expression$/.test(type) && !/^\s*\/\*.*\*\/\s*$/s.test(value),
	);
	const findings = [
		...lost.map(({ path, line }) => ({ file, line, sentence: `${path} does not exist, seen from ${dirname(file)}.` })),
		...imports.flatMap(({ text, path, line }) =>
			wrongNames(text, path, root).map((sentence) => ({ file, line, sentence })),
		),
		...braces.map((node) => ({
			file,
			line: lineOf(node),
			sentence: `{${node.value}} is a program in .mdx: as code write it between backticks, as text write \\{ for {.`,
		})),
		...unknown.map(({ name, line }) => ({
			file,
			line,
			sentence: `<${name}> is not imported: add import ${name} from '…/${name}.astro'; below the frontmatter.`,
		})),
	];
	return findings.map((finding) => ({ ...finding, fatal: true }));
}

function componentsInMarkdown(page: PageFile): CheckFinding[] {
	return componentsOf(page).map(({ name, line }) => ({
		file: page.file,
		line,
		sentence: `<${name}> shows nothing in .md: a component needs .mdx, and as text it stands between backticks.`,
	}));
}

/** Elements that begin with a capital letter: components, never HTML. */
function componentsOf({ tree }: PageFile) {
	return elementsOf(tree).filter(({ name }) => /^[A-Z]\w*$/.test(name));
}

/** A sentence for each name in `{ Tabs, Steps as S }` that Starlight does not export. */
function wrongNames(text: string, path: string, root: string): string[] {
	if (path !== '@astrojs/starlight/components' || !exists(path, '', root)) return [];
	const list = readFileSync(createRequire(join(root, 'package.json')).resolve(path), 'utf8');
	const known = [...list.matchAll(/export \{ (?:default as )?(\w+) \}/g)].map(([, name]) => name);
	return (/\{(.*)\}/s.exec(text)?.[1] ?? '')
		.split(',')
		.flatMap((each) => /\w+/.exec(each)?.[0] ?? [])
		.filter((name) => !known.includes(name))
		.map((name) => `${path} has no ${name}: it has ${known.join(', ')}.`);
}

/** Whether an import exists: relative to the page, from the project's root, or as a package. */
function exists(path: string, file: string, root: string): boolean {
	if (path.startsWith('.')) return existsSync(join(root, dirname(file), path));
	if (path.startsWith('/')) return existsSync(join(root, path));
	const [name] = /^(?:@[^/]+\/)?[^/]+/.exec(path) ?? [path];
	return name.includes(':') || existsSync(join(root, 'node_modules', name));
}
