// The pages and the manifest have the same snippets, in every language.
import { expect, test } from 'vitest';
import { readBuiltPage } from '../../../src/site/build/built-page.ts';
import { compareWithManifest, shownSnippets } from '../../../src/site/build/shown-snippets.ts';
import { scanPage } from '../../../src/snippets/read-page.ts';

const source = '---\ntitle: A\n---\n```bash id=x\ntrue\n```\n\n```bash id=y no-run\nfalse\n```\n';
const manifest = { pages: { a: scanPage('a.md', 'a.md', source).page } };
const shown = (en: string[], ko: string[]) =>
	new Map([
		['en', new Set(en)],
		['ko', new Set(ko)],
	]);

test('a page shows what its elements name, and no code about them', () => {
	const html =
		'<run-snippet data-state="a > b" data-snippet="a#1"></run-snippet><lab-check data-snippet=a#2></lab-check>' +
		'<p data-snippet="a#3"></p><code>&lt;run-snippet data-snippet="a#4"></code>';
	expect(shownSnippets(readBuiltPage(html))).toEqual(['a#1', 'a#2']);
});

test('pages that show all runnable snippets in each language have no differences', () => {
	expect(() => compareWithManifest(shown(['a#x'], ['a#x']), manifest)).not.toThrow();
});

test('each difference is named with its language', () => {
	expect(() => compareWithManifest(shown(['a#x'], ['a#z']), manifest)).toThrow(
		'Pages and manifest differ: a#x is on no page (ko); a#z is not in the manifest (ko).',
	);
});
