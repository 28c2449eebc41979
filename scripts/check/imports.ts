// Figures and other components: what a page imports exists, and what it shows is imported. Braces, which only they need, are no text.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CheckFinding } from './finding.ts';
import { elementsOf, lineOf, nodesOf, type PageFile } from './source.ts';

export function checkImports({ file, tree }: PageFile, root: string): CheckFinding[] {
	const statements = nodesOf(tree).filter(({ type }) => type === 'mdxjsEsm');
	const imports = statements.flatMap((node) =>
		[...(node.value ?? '').matchAll(/import\s+([^'"]*?)\s*from\s*['"]([^'"]+)['"]/g)].map((match) => ({
			names: match[1].match(/\w+/g) ?? [],
			path: match[2],
			line: lineOf(node) + (node.value ?? '').slice(0, match.index).split('\n').length - 1,
		})),
	);
	const lost = imports.filter(({ path }) => path.startsWith('.') && !existsSync(join(root, dirname(file), path)));
	const known = new Set(imports.flatMap(({ names }) => names));
	const unknown = elementsOf(tree).filter(({ name }) => /^[A-Z]\w*$/.test(name) && !known.has(name));
	const braces = nodesOf(tree).filter(
		({ type, value = '' }) => /^mdx\w+Expression$/.test(type) && !/^\s*\/\*.*\*\/\s*$/s.test(value),
	);
	const findings = [
		...lost.map(({ path, line }) => ({ file, line, sentence: `${path} does not exist, seen from ${dirname(file)}.` })),
		...braces.map((node) => ({
			file,
			line: lineOf(node),
			sentence: `{${node.value}} is a program in .mdx: as code write it between backticks, as text write \\{ for {.`,
		})),
		...unknown.map(({ name, node }) => ({
			file,
			line: lineOf(node),
			sentence: `<${name}> is not imported: add import ${name} from '…/${name}.astro'; below the frontmatter.`,
		})),
	];
	return findings.map((finding) => ({ ...finding, fatal: true }));
}
