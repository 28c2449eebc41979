// The HTML of fences: the elements that the client makes runnable.
import { ExpressiveCode, ExpressiveCodeBlock } from 'astro-expressive-code';
import { select, selectAll, toHtml, toText } from 'astro-expressive-code/hast';
import { describe, expect, test } from 'vitest';
import { runnableBlocks } from '../../../src/site/blocks/code-block.ts';

const engine = new ExpressiveCode({ plugins: [runnableBlocks()] });

async function render(language: string, meta: string, locale = 'en', path = 'docker0.mdx') {
	const block = new ExpressiveCodeBlock({
		code: 'docker ps',
		language,
		meta,
		locale,
		parentDocument: { sourceFilePath: `/somewhere/content/docs/${path}` },
	});
	return (await engine.render(block)).renderedGroupAst;
}

describe('a bash block', () => {
	test('is a run-snippet that holds the code frame, the bar and the hidden output', async () => {
		const group = await render('bash', 'id=d0-3 title="Three"');
		const snippet = select('run-snippet', group);
		expect(snippet?.properties).toMatchObject({ dataSnippet: 'docker0#d0-3', dataState: 'idle', dataExit: '' });
		expect(snippet?.properties).not.toHaveProperty('dataShell');
		expect(select('run-snippet > figure .copy button', group)).toBeDefined();
		const [run, stop] = selectAll('run-snippet > .run-bar > button[type=button]', group);
		expect(select('.run-bar [data-action=edit]', group)).toBeDefined();
		expect([run, stop].map((button) => button && [toText(button), button.properties.hidden])).toEqual([
			['Run', undefined],
			['Stop', true],
		]);
		expect(select('.run-bar > span[role=status]', group)).toBeDefined();
		expect(select('run-snippet > .run-output[role=log][hidden]', group)?.properties.ariaLabel).toBe('Output');
	});

	test.each(['""', "''", '//', '{}'])(
		'is shown although the empty marker %s would make Expressive Code search without end',
		async (marker) => {
			expect(select('run-snippet', await render('bash', `id=d0-3 ${marker}`))).toBeTruthy();
		},
	);

	test('speaks the language of its page and keeps the reference of the English one', async () => {
		const group = await render('bash', 'id=d0-3', 'ko', 'ko/docker0.mdx');
		const [run, stop] = selectAll('.run-bar button', group).map((button) => toText(button));
		expect([run, stop]).toEqual(['실행', '중지']);
		expect(select('run-snippet', group)?.properties.dataSnippet).toBe('docker0#d0-3');
	});

	test('says when it wants a keyboard, goes on, or has a shell of its own', async () => {
		const html = toHtml(await render('bash', 'id=a tty background shell=capture'));
		expect(html).toContain('data-tty="" data-background="" data-shell="capture"');
	});

	test('of a path on Windows has the same reference', async () => {
		const block = new ExpressiveCodeBlock({
			code: 'ls',
			language: 'bash',
			meta: 'id=a',
			parentDocument: { sourceFilePath: 'C:\\site\\content\\docs\\ko\\lab.mdx' },
		});
		const { renderedGroupAst } = await engine.render(block);
		expect(select('run-snippet', renderedGroupAst)?.properties.dataSnippet).toBe('lab#a');
	});
});

describe('what is not run', () => {
	test.each([
		['bash', 'id=a no-run'],
		['sh', ''],
		['txt', ''],
	])('%s %s is plain code', async (language, meta) => {
		const group = await render(language, meta);
		expect(select('run-snippet', group)).toBeUndefined();
		expect(toText(group)).toContain('docker ps');
	});

	test.each(['expect', 'holds'])('an %s fence is not shown', async (language) => {
		expect(toHtml(await render(language, ''))).toBe('<div hidden></div>');
	});

	test('what is to be typed has a title and a copy button, and no Run', async () => {
		const group = await render('type', '', 'ko');
		expect(toText(select('.title', group) ?? group)).toBe('직접 입력');
		expect(select('.copy button', group)).toBeDefined();
		expect(select('run-snippet', group)).toBeUndefined();
	});
});

describe('an exercise', () => {
	test.each([
		['check', 'lab-check', 'Check my work'],
		['break', 'lab-break', 'Break it'],
	])('of kind=%s is a button that does not show its code', async (kind, element, label) => {
		const group = await render('bash', `id=d0-x kind=${kind}`);
		expect(select(`${element}[data-snippet="docker0#d0-x"] button`, group)).toBeDefined();
		expect(toText(group)).toBe(label);
	});

	test('has hints that are commands, shown and never run', async () => {
		const group = await render('bash', 'id=c-h kind=hint');
		expect(select('details.lab-hint figure', group)).toBeTruthy();
		expect(select('run-snippet', group)).toBeFalsy();
	});

	test('has hints that open on demand, with code in them', async () => {
		const group = await render('hint', '', 'ko');
		expect(toText(select('details.lab-hint > summary', group) ?? group)).toBe('힌트');
		expect(toText(select('details.lab-hint > p', group) ?? group)).toBe('docker ps');
	});

	test('has a solution that opens on demand and runs', async () => {
		const group = await render('bash', 'id=d0-s kind=solution');
		expect(select('details.lab-solution > folded-snippet[data-kind=solution]', group)).toBeDefined();
		expect(select('run-snippet', group)).toBeUndefined();
	});
});
