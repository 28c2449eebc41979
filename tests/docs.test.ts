// What the documents name exists: files and folders, decisions in their index, rooms as in the import rules, dependencies.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import GithubSlugger from 'github-slugger';
import { describe, expect, test } from 'vitest';
import { root } from '../src/system/setup.mjs';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const below = (folder: string) =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
		.sort();

const documents = [
	...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
	...below('docs').filter((name) => name.endsWith('.md')),
];

/** Top-level names of the repository; text that starts with one of these is a path in it. */
const OWN = /^(?:\.github|\.ci|content|docs|public|schema|scripts|src|tests)\//;
/** Placeholders, which no file is named after. */
const PLACEHOLDER = /[*{}<>…]|\b(?:PAGE|ID|NAME|FILE|my-topic)\b/;

/** Removes fenced code, which contains examples. */
const prose = (markdown: string) => markdown.replaceAll(/^ *(`{3,})[^\n]*\n.*?^ *\1 *$/gms, '');

describe('the documents', () => {
	test.each(documents)('%s links only to what is there', (document) => {
		for (const [, link = ''] of prose(read(document)).matchAll(/\]\(([^)\s]+)\)/g)) {
			if (/^[a-z]+:/.test(link)) continue;
			const [path = '', anchor] = link.split('#');
			const target = path === '' ? document : join(dirname(document), path);
			expect(existsSync(join(root, target)), `${document}: ${link}`).toBe(true);
			if (anchor) expect(anchors(target), `${document}: ${link}`).toContain(anchor);
		}
	});

	test.each(documents)('%s names only files and folders that are there', (document) => {
		for (const [, code = ''] of prose(read(document)).matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)) {
			if (!OWN.test(code) || PLACEHOLDER.test(code)) continue;
			expect(existsSync(join(root, code)), `${document}: ${code}`).toBe(true);
		}
	});

	test('are found by whoever begins with the README', () => {
		for (const document of ['docs/architecture.md', 'docs/debugging.md', 'docs/decisions/README.md', 'CHANGELOG.md'])
			expect(read('README.md')).toContain(`](${document})`);
	});
});

test('what code says is written in a document of ours is a document of ours', () => {
	const files = [
		...below('src'),
		...below('scripts'),
		...below('tests'),
		'.dependency-cruiser.cjs',
		'vitest.config.ts',
	];
	for (const file of files.filter((name) => /\.(?:[cm]?[jt]s|astro|css|sh)$/.test(name))) {
		for (const [, name = ''] of read(file).matchAll(/(?<![\w/.-])((?:docs\/[\w/-]+|[A-Z]{4,})\.md)\b/g))
			expect(existsSync(join(root, name)), `${file}: ${name}`).toBe(true);
	}
});

describe('the decisions', () => {
	const pages = readdirSync(join(root, 'docs/decisions')).filter((name) => name !== 'README.md');

	test('are all in the index, by their titles', () => {
		const listed = [...read('docs/decisions/README.md').matchAll(/^\| \[(\d{4})\]\((\S+)\) \| (.+) \|$/gm)];
		expect(listed.map(([, , name]) => name)).toEqual(pages);
		for (const [, number = '', name = '', title] of listed)
			expect(read(`docs/decisions/${name}`).split('\n')[0]).toBe(`# ${Number(number)}. ${title}`);
	});

	test.each(pages)('%s is numbered, dated and whole', (name) => {
		expect(name).toMatch(/^\d{4}-[a-z0-9-]+\.md$/);
		const page = read(`docs/decisions/${name}`);
		expect(page).toMatch(/^- Date: \d{4}-\d\d-\d\d\n- Status: (?:accepted|superseded by \[\d{4}\]\(\S+\))$/m);
		for (const part of ['Context', 'Decision', 'What was tried and measured', 'Consequences'])
			expect(page).toContain(`\n## ${part}\n`);
	});
});

test('the rooms of the architecture import what the rules allow', () => {
	const rules: { name: string; from: { path: string }; to: { pathNot?: string[] } }[] = createRequire(import.meta.url)(
		join(root, '.dependency-cruiser.cjs'),
	).forbidden;
	const allowed = rules
		.filter(({ name }) => /^src-\w+-imports$/.test(name))
		.map(({ from, to }): [string, string[]] => [roomOf(from.path), (to.pathNot ?? []).map(roomOf).sort()]);
	const rows = [...read('docs/architecture.md').matchAll(/^\| \d+ \| `src\/(\w+)\/` \|.*\| ([^|]*) \|$/gm)];
	const told = rows.map(([, room = '', imports = '']): [string, string[]] => [
		room,
		[...imports.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
	]);
	const own = (room: string, names: string[]) => names.filter((name) => name !== room && name !== 'content');
	expect(Object.fromEntries(told)).toEqual(
		Object.fromEntries(allowed.map(([room, names]) => [room, own(room, names)])),
	);
});

test('each dependency has its line, and each line its dependency', () => {
	const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json'));
	const named = [...read('docs/dependencies.md').matchAll(/^(?:\| )?(`[^|]*?)(?: \||: )/gm)].flatMap(([, cell = '']) =>
		[...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
	);
	expect(named.sort()).toEqual(Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }).sort());
});

/** The anchors of a document's headings, as GitHub makes them. */
function anchors(file: string): string[] {
	const slugger = new GithubSlugger();
	return [...prose(read(file)).matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => slugger.slug(text));
}

/** `^src/lab/` → `lab` */
function roomOf(path: string): string {
	return path.replace(/^\^(?:src\/)?/, '').replace(/\/$/, '');
}
