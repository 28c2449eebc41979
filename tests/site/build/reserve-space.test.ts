// Each block of a page states how much space its result needs.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { scanManifest } from '../../../src/authoring/scan.ts';
import { applyEdits, readBuiltPage } from '../../../src/site/build/built-page.ts';
import { readSpaces, reserveSpace } from '../../../src/site/build/reserve-space.ts';
import { root } from '../../../src/system/setup.mjs';

const spaces = new Map([
	['a#1', { rows: 4, expects: true }],
	['a#2', { rows: 0, expects: false }],
	['a#3', { expects: true }],
]);

test.each([
	['<run-snippet data-snippet="a#1"></run-snippet>', ' data-rows="4" data-expects'],
	['<folded-snippet data-snippet="a#2"></folded-snippet>', ' data-rows="0"'],
	['<run-snippet data-snippet="a#3"></run-snippet>', ' data-expects'],
	['<run-snippet data-snippet="b#1"></run-snippet>', ''],
	['<lab-check data-snippet="a#1"></lab-check>', ''],
])('%s', (html, says) => {
	const right = html.replace('-snippet data', `-snippet${says} data`);
	expect(applyEdits(html, reserveSpace(readBuiltPage(html), spaces))).toBe(right);
});

test('what was recorded is counted in lines, and what was not recorded is not', async () => {
	const manifest = await scanManifest(root);
	const ofBook = await readSpaces(root, manifest);
	expect(ofBook.get('docker0#d0-1')).toEqual({ rows: 4, expects: true });
	const empty = await mkdtemp(join(tmpdir(), 'spaces-'));
	onTestFinished(() => rm(empty, { recursive: true }));
	expect((await readSpaces(empty, manifest)).get('docker0#d0-1')).toEqual({ rows: undefined, expects: true });
});
