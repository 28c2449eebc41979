// A new page passes all checks unchanged, whatever its name.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkPages } from '../../src/authoring/check/pages.ts';
import { newPage } from '../../src/authoring/page-template.ts';
import { pathOf } from '../../src/languages/language.ts';
import { readLanguages, readTexts } from '../../src/languages/on-disk.ts';
import { root } from '../../src/system/setup.mjs';

test.each(['my-topic', 'overlay', 'x', 'ipv6-in-3-rooms'])('%s passes the checks as it is made', async (name) => {
	const folder = await mkdtemp(join(tmpdir(), 'new-'));
	onTestFinished(() => rm(folder, { recursive: true }));
	for (const language of readLanguages()) {
		const pages = join(folder, `content/docs${pathOf(language)}`);
		await mkdir(pages, { recursive: true });
		await writeFile(join(pages, `${name}.mdx`), newPage(name, readTexts(language).newPage));
	}
	const { findings, manifest } = await checkPages(folder);
	expect(findings).toEqual([]);
	expect(manifest.pages[name]?.snippets.map(({ kind }) => kind)).toEqual(['run', 'check', 'solution']);
	expect(manifest.pages[name]?.snippets[0]?.expect).toHaveLength(1);
});

test.each([
	[['My Topic'], 2, /^“My Topic” cannot be a page's address: [^\n]+\n$/],
	[['../etc'], 2, /^“..\/etc” cannot be a page's address/],
	[['a--b'], 2, /cannot be a page's address/],
	[['ko'], 1, /^The name ko is taken by the site itself/],
	[['pagefind'], 1, /^The name pagefind is taken by the site itself/],
	[['docker0'], 1, /^The name docker0 is taken by content\/docs\/docker0\.mdx: [^\n]+\n$/],
	[['404'], 2, /cannot be a page's address/],
	[[], 2, /^Give one name for the page, such as: npm run new -- my-topic\n$/],
	[['a', 'b'], 2, /^Give one name/],
	[['--help'], 2, /^Give one name/],
])('%j is refused in one sentence', async (args, status, sentence) => {
	const said = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
		execFile(process.execPath, ['scripts/run.mjs', 'new', ...args], { cwd: root }, (error, _, stderr) =>
			resolve({ code: error?.code, stderr }),
		);
	});
	expect(said.code).toBe(status);
	expect(said.stderr).toMatch(sentence);
});
