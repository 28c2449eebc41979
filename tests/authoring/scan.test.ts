// Scanning pages yields the manifest, and mistakes with file and line.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { scanManifest } from '../../src/authoring/scan.ts';
import { findSnippet, formatManifest, parseManifest } from '../../src/snippets/manifest.ts';

let root: string;
beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), 'snippets-'));
});
afterEach(() => rm(root, { recursive: true }));

async function page(path: string, ...lines: string[]): Promise<void> {
	const file = join(root, 'content/docs', path);
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, `${lines.join('\n')}\n`);
}

async function mistakes(): Promise<string> {
	return scanManifest(root).then(
		() => '',
		(error) => error.message,
	);
}

const bash = (meta: string, code = 'true'): string => `\`\`\`bash ${meta}\n${code}\n\`\`\``;
const expectFence = (lines: string): string => `\`\`\`expect\n${lines}\n\`\`\``;
const typeFence = (lines: string): string => `\`\`\`type\n${lines}\n\`\`\``;

describe('the manifest', () => {
	test('holds the snippets of .md and .mdx, with prelude, expectation and place', async () => {
		await page(
			'docker0.mdx',
			'---\ntitle: x\nprelude: |\n  lab-reset\n---',
			"import X from './x.astro';\n",
			'<X />\n',
			bash('id=d0-1 title="A title"', 'cat <<-E\n\tone\nE'),
			'',
			expectFence('^one$\n!two'),
		);
		await page(
			'eth0.md',
			':::note[In an aside]',
			bash('id=e-1 tty timeout=5'),
			typeFence('ls\nexit'),
			expectFence('x'),
			':::',
		);
		const manifest = await scanManifest(root);
		expect(manifest.pages.docker0).toEqual({
			id: 'docker0',
			prelude: 'lab-reset\n',
			snippets: [
				{
					page: 'docker0',
					id: 'd0-1',
					title: 'A title',
					code: 'cat <<-E\n\tone\nE',
					runnable: true,
					needs: [],
					shell: 'main',
					background: false,
					tty: false,
					timeout: 60,
					exit: 0,
					kind: 'run',
					expect: ['^one$', '!two'],
					type: [],
					line: 10,
					file: 'content/docs/docker0.mdx',
				},
			],
		});
		expect(manifest.pages.eth0?.snippets[0]).toMatchObject({
			tty: true,
			type: ['ls', 'exit'],
			expect: ['x'],
			timeout: 5,
		});
	});

	test('is the same after formatting and parsing, and finds a snippet only by its reference', async () => {
		await page('lab.md', bash('id=lab-1'));
		const manifest = parseManifest(formatManifest(await scanManifest(root)));
		expect(findSnippet(manifest, 'lab#lab-1')?.code).toBe('true');
		for (const reference of ['lab', 'lab#', 'lab#lab-2', '__proto__#x', 'constructor#name', 'lab#lab-1#x', '']) {
			expect(findSnippet(manifest, reference)).toBeUndefined();
		}
	});

	test('leaves out drafts, fences of other languages, and no-run blocks without an id', async () => {
		await page('draft.md', '---\ntitle: x\ndraft: true\n---', bash('id=a'));
		await page('text.md', '```sh\nls\n```', bash('no-run'), bash('id=shown no-run'));
		const { pages } = await scanManifest(root);
		expect(pages.draft).toBeUndefined();
		expect(pages.text?.snippets.map(({ id, runnable }) => [id, runnable])).toEqual([['shown', false]]);
	});

	test('has the English page for both languages, whose titles may differ', async () => {
		await page('lab.md', bash('id=a title="One"'));
		await page('ko/lab.md', bash('id=a title="하나"'));
		expect((await scanManifest(root)).pages.lab?.snippets[0]?.title).toBe('One');
	});
});

describe('a mistake is reported with file and line:', () => {
	test('all mistakes at once', async () => {
		await page('a.md', bash('id=x timeout=soon'), '', bash('id=x'));
		await page('b.mdx', 'text', '<Broken');
		const text = await mistakes();
		expect(text).toContain('content/docs/a.md:1: timeout="soon" is not a whole number');
		expect(text).toContain('content/docs/a.md:5: id=x is taken by the block in line 1');
		expect(text).toContain('content/docs/b.mdx:2: ');
	});

	test.each([
		[
			'an expectation without its block',
			`${bash('id=a')}\ntext\n\n${expectFence('x')}`,
			':6: an expect fence stands right after',
		],
		[
			'an expectation that is no expression',
			`${bash('id=a')}\n${expectFence('(')}`,
			':5: ( is not a regular expression: Unterminated group.',
		],
		['an empty expectation', `${bash('id=a')}\n${expectFence('')}`, ':4: the expect fence is empty'],
		[
			'a second expectation',
			`${bash('id=a')}\n${expectFence('x')}\n${expectFence('y')}`,
			':7: a has an expect fence already',
		],
		['an expectation of what never runs', `${bash('id=a no-run')}\n${expectFence('x')}`, ':4: a never runs'],
		['keys for nobody', `${bash('id=a')}\n${typeFence('ls')}`, ':4: a has nobody at the keyboard'],
		[
			'an unknown need',
			`${bash('id=a')}\n\n${bash('id=b needs=a,c')}`,
			':5: needs=c names no earlier block of this page (earlier blocks: a)',
		],
		[
			'needs that go in a circle',
			`${bash('id=a needs=b')}\n\n${bash('id=b needs=a')}`,
			':1: needs=b names no earlier block of this page (earlier blocks: none): a needs b needs a goes in a circle.',
		],
		[
			'a need that stands below',
			`${bash('id=a needs=b')}\n\n${bash('id=b')}`,
			':1: needs=b names no earlier block of this page (earlier blocks: none): b stands below it, in line 5.',
		],
		['a need of itself', bash('id=a needs=a'), ':1: needs=a names no earlier block'],
		['an empty block', bash('id=a', ''), ':1: the block is empty'],
		['an empty marker in another language', '```js ""\nx\n```', ':1: the empty marker "" marks nothing'],
		[
			'a prelude that is no text',
			`---\nprelude: [a]\n---\n${bash('id=a')}`,
			':2: the prelude in the frontmatter must be a text',
		],
	])('%s', async (_, source, sentence) => {
		await page('a.md', source);
		expect(await mistakes()).toContain(`content/docs/a.md${sentence}`);
	});

	test('languages that differ, naming both places', async () => {
		await page('a.md', bash('id=x', 'ls'), '', bash('id=y'));
		await page('ko/a.md', '', bash('id=x', 'ls -l'), '', bash('id=z'));
		await page('ko/only.md', bash('id=x'));
		const text = await mistakes();
		expect(text).toContain('content/docs/ko/a.md:2: x differs in code from content/docs/a.md:1.');
		expect(text).toContain('content/docs/ko/a.md:6: z has no block of that id in content/docs/a.md.');
		expect(text).toContain('content/docs/ko/a.md:1: y of content/docs/a.md:5 is missing.');
		expect(text).toContain('content/docs/ko/only.md:1: there is no English page only.');
	});

	test('languages whose blocks are in another order', async () => {
		await page('a.md', bash('id=x'), '', bash('id=y'));
		await page('ko/a.md', bash('id=y'), '', bash('id=x'));
		expect(await mistakes()).toContain('another order than in content/docs/a.md: x y.');
	});
});
