// Tables of texts have the same keys in every language, or a finding says where they differ.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describe as line } from '../../../src/authoring/check/report.ts';
import { checkTexts } from '../../../src/authoring/check/texts.ts';
import { root } from '../../../src/system/setup.mjs';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'texts-'));
	await mkdir(join(folder, 'content/i18n'), { recursive: true });
	await table('en', {
		'parts.begin': 'Begin',
		block: { run: 'Run', rows: ['a', 'b'] },
		differing: { one: 'One line', other: '{{lines}} lines' },
	});
});
afterEach(() => rm(folder, { recursive: true }));

async function table(language: string, texts: unknown): Promise<void> {
	await writeFile(join(folder, `content/i18n/${language}.json`), JSON.stringify(texts, null, '\t'));
}

const right = {
	'parts.begin': 'Start',
	block: { run: 'Los', rows: ['c', 'd'] },
	differing: { other: '{{lines}} Zeilen' },
};

async function told(texts: unknown): Promise<string[]> {
	await table('xx', texts);
	return (await checkTexts(folder)).map(line);
}

test('the tables of this project pass', async () => {
	expect(await checkTexts(root)).toEqual([]);
});

test('a table with the same keys passes, with the plural forms that its language has, and Starlight’s own texts', async () => {
	expect(await told({ ...right, differing: { few: 'x', other: '{{lines}} y' }, 'search.label': 'Suche' })).toEqual([]);
});

test.each([
	[
		'a missing text',
		{ ...right, block: { rows: ['c', 'd'] } },
		'3: block: run is missing; it is “Run” in content/i18n/en.json.',
	],
	[
		'a missing part',
		{ 'parts.begin': 'x', differing: right.differing },
		'1: block is missing; it is in content/i18n/en.json.',
	],
	[
		'a text too much',
		{ ...right, block: { ...right.block, 'walk-2': 'x' } },
		'9: block: walk-2 is in no other language: remove it, or add it to content/i18n/en.json.',
	],
	['a text that is none', { ...right, block: { ...right.block, run: 1 } }, '4: block: run must be a text.'],
	['a list that is none', { ...right, block: { ...right.block, rows: 'c' } }, '5: block: rows must be a list.'],
	[
		'a list that is too short',
		{ ...right, block: { ...right.block, rows: ['c'] } },
		'5: block: rows has 1 of 2 entries in content/i18n/en.json.',
	],
	[
		'an entry that is no text',
		{ ...right, block: { ...right.block, rows: ['c', 1] } },
		'7: block: rows: 1 must be a text.',
	],
	['a part that is a text', { ...right, block: 'x' }, '3: block must be a group of texts.'],
	['a plural without other', { ...right, differing: { one: 'x' } }, '10: differing: other is missing; it is'],
	[
		'a plural of no kind',
		{ ...right, differing: { some: 'x', other: 'x' } },
		'11: differing: some is none of zero, one',
	],
	['a place that is not filled in', { ...right, differing: { other: 'x' } }, '11: differing: other lacks {{lines}}'],
	[
		'a place too much',
		{ ...right, 'parts.begin': '{{x}}' },
		'2: parts.begin has {{x}}, which nothing is filled in for.',
	],
])('%s is told with its line', async (_, texts, says) => {
	const findings = await told(texts);
	expect(findings).toHaveLength(1);
	expect(findings[0]).toContain(`content/i18n/xx.json:${says}`);
});

test('invalid JSON in a table is reported with its line', async () => {
	await writeFile(join(folder, 'content/i18n/xx.json'), '{\n\t"a": "b",\n}\n');
	expect((await checkTexts(folder)).map(line)).toEqual([
		expect.stringMatching(/^content\/i18n\/xx\.json:3: is no JSON: /),
	]);
});

test('without tables there are no findings', async () => {
	await rm(join(folder, 'content'), { recursive: true });
	expect(await checkTexts(folder)).toEqual([]);
});
