// `npm run check` reports each mistake in pages with file, line and remedy, and fixes what is safe.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { applyEdits, type CheckFinding } from '../../../src/authoring/check/finding.ts';
import { checkSchema } from '../../../src/authoring/check/frontmatter.ts';
import { readPages } from '../../../src/authoring/check/page-files.ts';
import { checkPages } from '../../../src/authoring/check/pages.ts';
import { annotation, describe as line } from '../../../src/authoring/check/report.ts';
import { checkShell, findShellCheck } from '../../../src/authoring/check/shell.ts';
import { root } from '../../../src/system/setup.mjs';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'check-'));
});
afterEach(() => rm(folder, { recursive: true }));

const head = '---\ntitle: A\ndescription: About a.\n---\n';
const fence = (info: string, code: string) => `\`\`\`${info}\n${code}\n\`\`\`\n`;

async function write(path: string, text: string): Promise<void> {
	await mkdir(dirname(join(folder, path)), { recursive: true });
	await writeFile(join(folder, path), text);
}

/** Writes a page in both languages, and a page `b` that it can link to. */
async function page(body: string, korean = body, frontmatter = head): Promise<void> {
	await write('content/docs/a.mdx', frontmatter + body);
	await write('content/docs/ko/a.mdx', frontmatter + korean);
	for (const path of ['b', 'ko/b']) await write(`content/docs/${path}.md`, `${head}\n## A part\n`);
}

async function findings(): Promise<CheckFinding[]> {
	return (await checkPages(folder)).findings;
}

async function told(): Promise<string> {
	return (await findings()).map(line).join('\n');
}

test('the pages of this project pass', async () => {
	const { findings, pages } = await checkPages(root);
	expect(findings.filter(({ warning }) => !warning).map(line)).toEqual([]);
	expect(pages.length).toBeGreaterThan(40);
	expect(await checkSchema(root, false)).toEqual([]);
});

describe('a mistake is reported with file, line and remedy:', () => {
	const cases: [what: string, body: string, says: string][] = [
		[
			'an option that nobody knows',
			fence('bash id=x tmieout=3', 'true'),
			'a.mdx:5: tmieout is unknown: use id, title, needs',
		],
		[
			'a block without an id',
			fence('bash', 'true'),
			'a.mdx:5: a bash block needs an id, for example id=d0-3, or no-run.',
		],
		[
			'an id that is given twice',
			`${fence('bash id=x', 'true')}\n${fence('bash id=x', 'false')}`,
			'a.mdx:9: id=x is taken by the block in line 5: an id is unique on its page.',
		],
		[
			'a need that does not exist',
			fence('bash id=x needs=y', 'true'),
			'a.mdx:5: needs=y names no earlier block of this page (earlier blocks: none).',
		],
		[
			'needs that go in a circle',
			`${fence('bash id=x needs=y', 'true')}\n${fence('bash id=y needs=x', 'true')}`,
			'a.mdx:5: needs=y names no earlier block of this page (earlier blocks: none): x needs y needs x goes in a circle.',
		],
		[
			'another language than bash',
			fence('sh id=x', 'true'),
			'a.mdx:5: only a bash fence runs: write ```bash, not ```sh.',
		],
		[
			'an expectation that is none',
			`${fence('bash id=x', 'true')}\n${fence('expect', '[a')}`,
			'a.mdx:10: [a is not a regular expression: Unterminated character class.',
		],
		[
			'a need without holds',
			`${fence('bash id=x', 'true')}\n${fence('bash id=y needs=x', 'true')}`,
			'a.mdx:5: x is needed by y and has no holds fence',
		],
		['a link to no page', '[x](/c/)\n', 'a.mdx:5: the link /c/ leads to no page: there is no content/docs/c.mdx.'],
		['a link without its slash', '\n[x](/b)\n', "a.mdx:6: the link /b is not the page's address: write /b/."],
		['a relative link', '[x](b.md)\n', 'a.mdx:5: the link b.md depends on where it stands'],
		[
			'a heading that is not there',
			'[x](/b/#part)\n',
			'#part is no heading of content/docs/b.md (its anchors: a-part).',
		],
		[
			'a heading of its own',
			'[x](#parts)\n\n## Part\n',
			'#parts is no heading of content/docs/a.mdx (its anchors: part).',
		],
		['a link in an element', '<a href="/c/">x</a>\n', 'the link /c/ leads to no page'],
		[
			'a link into the other language',
			'[x](/ko/b/)\n',
			'a.mdx:5: the link /ko/b/ leads to the page in another language: write /b/.',
		],
		[
			'an image that is not there',
			'![x](/x.png)\n',
			'a.mdx:5: the image /x.png is not there: there is no public/x.png.',
		],
		[
			'an image beside the page that is not there',
			'![x](./x.png)\n',
			'a.mdx:5: the image ./x.png is not there: there is no content/docs/x.png.',
		],
		['an image that says nothing', '![](/x.png)\n', 'a.mdx:5: the image /x.png has no alternative'],
		['an img without alt', '<img src="/x.png" />\n', 'a.mdx:5: the image /x.png has no alternative: add alt='],
		[
			'a figure that is not there',
			"import X from './X.astro';\n\n<X />\n",
			'a.mdx:5: ./X.astro does not exist, seen from content/docs.',
		],
		['a figure that is not imported', '<X />\n', 'a.mdx:5: <X> is not imported'],
		['braces in the text', 'The {{.State.Pid}} of it.\n', 'a.mdx:5: '],
		[
			'a word in braces',
			'The {name} of it.\n',
			'a.mdx:5: {name} is a program in .mdx: as code write it between backticks',
		],
		['blanks at a line end', 'one \n', 'a.mdx:5: there are blanks at the end of the line.'],
		['no newline at the end', 'one', 'a.mdx:5: the file does not end with one newline.'],
		[
			'a fence that does not close',
			`${fence('bash id=x', 'true')}\n\`\`\`expect\nx\n`,
			'a.mdx:9: the fence is not closed: ',
		],
		[
			'a fence that the next one closes',
			`\`\`\`bash id=x\ntrue\n\n${fence('expect', 'x')}`,
			'a.mdx:5: the fence is not closed before the next one in line 8: ',
		],
		['a language that nobody knows', fence('exepct', 'x'), 'a.mdx:5: exepct is no language: use bash, expect'],
		[
			'a block that goes on in the shell of the next',
			`${fence('bash id=x background', 'true')}\n${fence('bash id=y', 'true')}`,
			'a.mdx:5: x goes on in the shell main, which y needs: give it one of its own with shell=.',
		],
		['a solution of nothing', fence('bash id=x kind=solution', 'true'), 'a.mdx:5: x solves no exercise: '],
		['an exercise without a solution', fence('bash id=x kind=check', 'true'), 'a.mdx:5: x has no solution: '],
		[
			'a package that is not there',
			"import X from 'nowhere';\nimport Y from '/src/Y.astro';\n\n<X /><Y />\n",
			'a.mdx:5: nowhere does not exist, seen from content/docs.\ncontent/docs/a.mdx:6: /src/Y.astro does not',
		],
		[
			'an import that is none',
			"import X form './X.astro';\n",
			'a.mdx:5: this is no import: Expected `from` but found `Identifier`.',
		],
		[
			'text right below an import',
			"import X from './X.astro';\n<X />\n",
			'a.mdx:6: an empty line is missing between the imports and what follows.',
		],
		['a program that is none', 'The {a b}.\n', 'a.mdx:5: braces hold a program in .mdx, for text write \\{: '],
		['an anchor that encodes nothing', '[x](#50%)\n', 'a.mdx:5: #50% is no heading of'],
		[
			'a line break that nobody sees',
			'one  \ntwo\n',
			'a.mdx:5: blanks at the end break the line unseen: write \\ there.',
		],
		['JSX that does not close', '\n<details>\n', 'a.mdx:6: Expected a closing tag for `<details>` (6:1).'],
	];
	test.each(cases)('%s', async (_, body, says) => {
		await page(body);
		expect(await told()).toContain(says);
	});

	test.each([
		[
			'a key that nobody knows',
			'title: A\ndescription: x\nminuets: 3',
			'a.mdx:4: frontmatter: minuets is unknown: use title, description',
		],
		[
			'a value of the wrong kind',
			'title: A\ndescription: x\nminutes: soon',
			'a.mdx:4: frontmatter: minutes is wrong: ',
		],
		[
			'a key within another',
			'title: A\ndescription: x\nsidebar: { oder: 3 }',
			'a.mdx:4: frontmatter: sidebar.oder is unknown: use order, label, hidden or badge.',
		],
		['a prelude that is none', 'title: A\nprelude: [a]', 'a.mdx:3: the prelude in the frontmatter must be a text'],
		['a title that is missing', 'description: x', 'frontmatter: title is missing.'],
		['a description that is missing', 'title: A', 'a.mdx:2: frontmatter: description is missing'],
		['YAML that cannot be read', 'title: a: b', 'a.mdx:2: frontmatter: bad indentation of a mapping entry.'],
	])('in the frontmatter, %s', async (_, yaml, says) => {
		await page('text\n', 'text\n', `---\n${yaml}\n---\n`);
		expect(await told()).toContain(says);
	});
});

describe('in .md', () => {
	/** Writes a page in .md, in one language. */
	const markdown = (body: string) => write('content/docs/a.md', head + body);

	test('elements are checked with their own lines, and comments are not', async () => {
		await markdown('<!--\n<img src="/x.png">\n-->\n\n<div>\n<img src=/x.png alt>\n<a href="/c/">x</a>\n</div>\n');
		expect(await told()).toBe(
			[
				'content/docs/a.md:1: warning: is not translated: write content/docs/ko/a.md.',
				'content/docs/a.md:10: the image /x.png is not there: there is no public/x.png.',
				'content/docs/a.md:11: the link /c/ leads to no page: there is no content/docs/c.mdx.',
			].join('\n'),
		);
	});

	test('a component is reported to need .mdx', async () => {
		await markdown('<Figure />\n\nThe <NAME> of it.\n');
		const said = (await findings()).filter(({ warning }) => !warning);
		expect(said.map(line)).toEqual([
			expect.stringContaining('a.md:5: <Figure> shows nothing in .md: a component needs .mdx'),
			expect.stringContaining('a.md:7: <NAME> shows nothing in .md'),
		]);
		// The page can still be shown.
		expect(said.some(({ fatal }) => fatal)).toBe(false);
	});
});

test('an unknown Starlight component is reported with the known ones', async () => {
	await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
	await page("import { Steps as S, Tabz } from '@astrojs/starlight/components';\n\n<S /><Tabz />\n");
	expect(await told()).toMatch(/a\.mdx:5: @astrojs\/starlight\/components has no Tabz: it has [^\n]*Steps/);
	expect(await told()).not.toContain('has no S');
});

test('a correct page has no findings', async () => {
	await page(
		[
			'<img src="https://x.example/x.png" alt={`x`} />',
			'![what it shows][x] and [a part](</b/#a-part> "/b")',
			fence('bash id="x" {1} "true"', 'true'),
			'<details data-after="x">\n<summary>s</summary>\n\nx\n\n</details>',
			`- in a list\n\n  ${fence('bash id=y', 'true').trim().replaceAll('\n', '\n  ')}`,
			`\`\`\`\`md\n${fence('bash id=z', 'true')}\`\`\`\``,
			'[x]: https://x.example/x.png\n',
		].join('\n\n'),
		undefined,
	);
	expect((await told()).replaceAll('/ko/b/', '/b/')).not.toMatch(/content\/docs\/a\.mdx/);
});

test('a duplicate id causes no other findings', async () => {
	await page(`${fence('bash id=x', 'true')}\n${fence('bash id=x', 'false')}`);
	expect((await told()).split('\n').filter((each) => !each.includes('is taken by'))).toEqual([]);
});

test('a block without an id still has its expectation', async () => {
	await page(`${fence('bash', 'true')}\n${fence('expect', 'x')}`);
	expect((await told()).split('\n')).toHaveLength(2); // one in each language
});

test('a file is named like its address, and exists in one format only', async () => {
	for (const path of ['b.md', 'ko/b.md', 'ko/b.mdx', 'My page.md', 'ko/My page.md', 'sub/index.md', 'ko/sub/index.md'])
		await write(`content/docs/${path}`, head);
	expect((await told()).split('\n')).toEqual([
		'content/docs/ko/b.mdx:1: b exists as .md and as .mdx.',
		'content/docs/ko/My page.md:1: the name of the file is its address: use small letters, digits and single hyphens.',
		'content/docs/ko/sub/index.md:1: call it sub, which is its address.',
		'content/docs/My page.md:1: the name of the file is its address: use small letters, digits and single hyphens.',
		'content/docs/sub/index.md:1: call it sub, which is its address.',
	]);
});

test('carriage returns are reported once per file, and are not part of a block', async () => {
	await page(`${fence('bash id=x', 'if true; then\necho\nfi')}\n${fence('expect', '^$')}`.replaceAll('\n', '\r\n'));
	expect((await told()).split('\n').filter((each) => each.includes('/docs/a.mdx'))).toEqual([
		'content/docs/a.mdx:5: the line ends with a carriage return: use plain newlines.',
	]);
	expect((await checkPages(folder)).manifest.pages.a?.snippets[0]?.code).toBe('if true; then\necho\nfi');
});

test('a page that cannot be read does not make its translation wrong', async () => {
	await page(fence('bash id=x', 'true'));
	await write('content/docs/a.mdx', `${head}${fence('bash id=x', 'true')}\n<details>\n`);
	expect(await told()).toMatch(/^content\/docs\/a\.mdx:9: Expected a closing tag[^\n]*$/);
});

test('a page that cannot be read does not make links to it wrong', async () => {
	await page('[x](/b/#any)\n', '[x](/ko/b/)\n');
	await write('content/docs/b.mdx', '<details>');
	await rm(join(folder, 'content/docs/b.md'));
	expect(await told()).toMatch(/^content\/docs\/b\.mdx:1: Expected a closing tag/);
	expect(await told()).not.toContain('a.mdx');
});

describe('the two languages', () => {
	test('have the same blocks', async () => {
		await page(
			`${fence('bash id=x', 'true')}\n${fence('bash id=y', 'true')}`,
			`${fence('bash id=x', 'false')}\n${fence('bash id=z', 'true')}`,
		);
		expect(await told()).toBe(
			[
				'content/docs/ko/a.mdx:1: y of content/docs/a.mdx:9 is missing.',
				'content/docs/ko/a.mdx:5: x differs in code from content/docs/a.mdx:5.',
				'content/docs/ko/a.mdx:9: z has no block of that id in content/docs/a.mdx.',
			].join('\n'),
		);
	});

	test('have the same number, time and kind', async () => {
		await page('text\n');
		await write('content/docs/a.mdx', `${head.replace('---\n', '---\nchapter: 20\nminutes: 5\n')}text\n`);
		await write('content/docs/ko/a.mdx', `${head.replace('---\n', '---\nchapter: 21\n')}text\n`);
		expect(await told()).toBe(
			[
				'content/docs/ko/a.mdx:1: frontmatter: minutes is 5 in content/docs/a.mdx.',
				'content/docs/ko/a.mdx:2: frontmatter: chapter is 20 in content/docs/a.mdx.',
			].join('\n'),
		);
	});

	test('have the same headings', async () => {
		await page('## One\n\n### Two\n', '## 하나\n\n## 둘\n');
		expect(await told()).toBe('content/docs/ko/a.mdx:7: heading 2 is not that of content/docs/a.mdx:7 (### Two).');
	});

	test('exist, or a warning says which is missing', async () => {
		await page('text\n');
		await rm(join(folder, 'content/docs/ko/a.mdx'));
		expect(await told()).toBe('content/docs/a.mdx:1: warning: is not translated: write content/docs/ko/a.mdx.');
	});

	test('are changed together, or a warning says which lags behind', async () => {
		await page('text\n');
		const commit = async (message: string, date: string) => {
			const env = { ...process.env, GIT_COMMITTER_DATE: date };
			const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b.example'];
			for (const args of [
				['init', '-q'],
				['add', '.'],
				[...identity, 'commit', '-qm', message],
			])
				await promisify(execFile)('git', args, { cwd: folder, env });
		};
		const lags = 'content/docs/ko/a.mdx:1: warning: lags behind: content/docs/a.mdx was changed after it, ';
		await commit('Both', '2026-01-01T12:00:00Z');
		expect(await told()).toBe('');
		await write('content/docs/a.mdx', `${head}another text\n`);
		expect(await told()).toBe(`${lags}now.`);
		await commit('English only', '2026-02-01T12:00:00Z');
		expect(await told()).toBe(`${lags}on 2026-02-01.`);
		await write('content/docs/ko/a.mdx', `${head}다른 글\n`);
		await commit('Korean too', '2026-02-02T12:00:00Z');
		expect(await told()).toBe('');
		await write('content/docs/c.mdx', head);
		await commit('Another, in English only', '2026-02-03T12:00:00Z');
		await write('content/docs/ko/c.mdx', head);
		expect(await told()).toBe('');
	});
});

describe('terms', () => {
	test('are spelled as content/terms.json has them, outside of code', async () => {
		await write('content/terms.json', '{ "en": { "name space": "namespace" }, "ko": { "이름공간": "네임스페이스" } }');
		await page('A name space, `name space`.\n', '이름공간은 이렇다.\n');
		expect(await told()).toBe(
			[
				'content/docs/a.mdx:5: “name space” is spelled namespace here (content/terms.json).',
				'content/docs/ko/a.mdx:5: “이름공간” is spelled 네임스페이스 here (content/terms.json).',
			].join('\n'),
		);
		const [english, korean] = await findings();
		expect(english?.fix).toBeDefined();
		// The particle depends on the last syllable.
		expect(korean).toBeDefined();
		expect(korean?.fix).toBeUndefined();
	});

	test('are not checked if their list cannot be parsed, which is reported', async () => {
		await write('content/terms.json', '{\n\t"en": {},\n}\n');
		await page('text\n');
		expect(await told()).toBe('content/terms.json:3: is no JSON: Expected double-quoted property name.');
	});

	test('are literal words, not regular expressions', async () => {
		await write('content/terms.json', '{ "en": { "C++ (lang": "C" } }');
		await page('The C++ (lang.\n');
		expect(await told()).toContain('“C++ (lang” is spelled C here');
	});

	test('are spelled as the glossary has them, outside of code and before a noun', async () => {
		const term = (en: string, ko: string) => `<Term id="${en}" en="${en}" ko="${ko}">x</Term>\n`;
		await write('src/Term.astro', '');
		await write(
			'content/docs/glossary.mdx',
			`${head}import Term from '../../src/Term.astro';\n\n${term('bind mount', '바인드 마운트')}${term('NAT', 'NAT')}`,
		);
		await page(
			'A bind mount. Bind mounts, a bind-mount table, NAT, the nat table, `bindmount`.\nA bindmount, a Bind Mount, and Nat.\n',
			'바인드 마운트를 본다.\n바인드마운트는 이렇다.\n',
		);
		expect((await told()).split('\n').filter((each) => /\/a\.mdx/.test(each))).toEqual([
			'content/docs/a.mdx:6: “bindmount” is bind mount in the glossary.',
			'content/docs/a.mdx:6: “Bind Mount” is Bind mount in the glossary.',
			'content/docs/a.mdx:6: “Nat” is NAT in the glossary.',
			'content/docs/ko/a.mdx:6: “바인드마운트” is 바인드 마운트 in the glossary.',
		]);
	});

	test('are introduced with the word that the glossary has', async () => {
		const term = 'import Term from \'../../src/Term.astro\';\n\n<Term id="x" en="bridge" ko="브리지(다리)">x</Term>\n';
		await write('src/Term.astro', '');
		await write('content/docs/glossary.mdx', head + term);
		await page('A **bridge** (브릿지) and **bridges** (다리).\n', '**브리지**(bridge)\n');
		expect(await told()).toContain('a.mdx:5: bridge is 브리지(다리) or 브리지 or 다리 in the glossary, not 브릿지.');
		expect(await told()).not.toContain('bridges is');
	});
});

test('safe fixes are applied', async () => {
	const wrong =
		'[/b](/b "/b") and\t\n<a href="/b/#a-part">y</a> <a title="/b" href="/b">y</a>[z](/ko/b/#a-part) \na  \nb\n\n```expect\ntrailing \n```';
	const right =
		'[/b](/b/ "/b") and\n<a href="/b/#a-part">y</a> <a title="/b" href="/b/">y</a>[z](/b/#a-part)\na\\\nb\n\n```expect\ntrailing \n```\n';
	await page(wrong);
	const { source } = (await readPages(folder)).find(({ file }) => file === 'content/docs/a.mdx') ?? { source: '' };
	const edits = (await findings()).filter(({ file }) => file === 'content/docs/a.mdx').flatMap(({ fix }) => fix ?? []);
	expect(applyEdits(source, edits)).toBe(head + right);
});

test('GitHub gets annotations', () => {
	const finding = { file: 'content/docs/a,b.mdx', line: 3, sentence: '100% wrong\nreally' };
	expect(annotation(finding)).toBe('::error file=content/docs/a%2Cb.mdx,line=3::100%25 wrong%0Areally');
	expect(annotation({ ...finding, warning: true })).toMatch(/^::warning /);
});

test('ShellCheck reads every script, and names the line in the page', { timeout: 120_000 }, async () => {
	const program = await findShellCheck(() => {});
	expect(program).toBeDefined();
	await page(
		`${fence('bash id=x', 'true\nif true; then echo')}\n${fence('holds', '[ a == b ')}\n${fence('sh', 'if')}`,
		'',
		'---\ntitle: A\nprelude: |\n  true\n  echo "\n---\n',
	);
	const said = (await checkShell(await readPages(folder), program ?? '')).map(line);
	expect(said.every((each) => /^content\/docs\/(ko\/)?a\.mdx:\d+: .* \(ShellCheck SC\d+\)$/.test(each))).toBe(true);
	const lines = new Set(said.map((each) => Number(each.split(':')[1])));
	expect([...lines].some((at) => at >= 4 && at <= 5)).toBe(true);
	expect([...lines].some((at) => at >= 8 && at <= 9)).toBe(true);
	expect([...lines].some((at) => at >= 13 && at <= 14)).toBe(true);
	expect(Math.max(...lines)).toBeLessThan(16);
	// A script that two pages share is reported for each.
	await page('', fence('bash id=x', 'true\nif true; then echo'));
	await write('content/docs/b.md', fence('bash id=x', 'true\nif true; then echo'));
	const twice = (await checkShell(await readPages(folder), program ?? '')).map(line);
	for (const place of ['content/docs/ko/a.mdx:7: ', 'content/docs/b.md:3: '])
		expect(
			twice.some((each) => each.startsWith(place)),
			place,
		).toBe(true);
});

test("the editor's snippets expand to pages without findings", async () => {
	const snippets = JSON.parse(await readFile(join(root, '.vscode/underbridge.code-snippets'), 'utf8'));
	for (const [name, { body }] of Object.entries<{ body: string[] }>(snippets)) {
		const text = body
			.join('\n')
			.replaceAll(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, (_, value) => value.replaceAll(/\\(.)/g, '$1'));
		await page(`${text}\n`);
		expect(await told(), name).toBe('');
	}
});
