// T26 and T29: the built pages. Each page forbids scripts that are not its own, and an author's text stays text.
import { glob, readFile } from 'node:fs/promises';
import { ExpressiveCode, ExpressiveCodeBlock } from 'astro-expressive-code';
import { selectAll } from 'astro-expressive-code/hast';
import { describe, expect, inject, test } from 'vitest';
import { runnableBlocks } from '../../src/site/blocks/code-block.ts';
import { scanPage } from '../../src/snippets/read-page.ts';

describe('T26 markup', () => {
	test('a script of anybody else’s: the policy of every page', async ({ annotate }) => {
		let pages = 0;
		for await (const path of glob('**/*.html', { cwd: inject('siteDir') })) {
			const html = await readFile(`${inject('siteDir')}/${path}`, 'utf8');
			const policy = /<meta http-equiv="content-security-policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
			const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? '';
			expect(scripts, path).toMatch(/^'self'/);
			expect(scripts.replaceAll(/'(self|wasm-unsafe-eval|sha256-[\w+/=]+)'/g, '').trim(), path).toBe('');
			// Nothing harmful may precede the policy.
			expect(html.slice(0, html.indexOf('content-security-policy')), path).not.toMatch(/<script|<link|<img/);
			pages++;
		}
		await annotate(`${pages} pages`);
		expect(pages).toBeGreaterThan(40);
	});
});

describe('T29 markup in a page’s source', () => {
	const source = (meta: string) => scanPage('x.md', 'x.md', `---\ntitle: x\n---\n\`\`\`bash ${meta}\necho\n\`\`\`\n`);

	test.each([
		"id='\"><svg onload=alert(1)>'",
		'id="x onload=alert(1)"',
		'id=x shell="\'><script>"',
		'id=x needs=<script>',
		'id=x kind=<b>',
		'id=x onclick=alert(1)',
	])('%s is no block: the build ends', (meta) => {
		expect(source(meta).findings.length).toBeGreaterThan(0);
	});

	test('a title is text', async () => {
		const engine = new ExpressiveCode({ plugins: [runnableBlocks()] });
		const { renderedGroupAst } = await engine.render(
			new ExpressiveCodeBlock({
				code: '</code><script>owned</script>',
				language: 'bash',
				meta: "id=a title='\"><img src=x onerror=owned>'",
				parentDocument: { sourceFilePath: '/x/content/docs/x.md' },
			}),
		);
		expect(selectAll('img, script', renderedGroupAst)).toEqual([]);
	});
});
