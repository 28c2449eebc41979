// Files and folders are measured on disk, and sizes are formatted.
import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inWords, sizeOf } from '../../src/system/sizes.ts';

test.each([
	[0, '0 bytes'],
	[999, '999 bytes'],
	[1500, '1.5 kB'],
	[70_000, '70 kB'],
	[640_000_000, '640 MB'],
	[1_100_000_000, '1.1 GB'],
])('%d is %s', (bytes, words) => {
	expect(inWords({ bytes, whole: true })).toBe(words);
	expect(inWords({ bytes, whole: false })).toBe(`at least ${words}`);
});

test('the size of a folder is the disk usage of its files, without the targets of links', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'sizes-'));
	onTestFinished(() => rm(folder, { recursive: true }));
	await writeFile(join(folder, 'full'), Buffer.alloc(200_000, 'x'));
	await writeFile(join(folder, 'hollow'), '');
	await truncate(join(folder, 'hollow'), 10 ** 9);
	await symlink('/usr', join(folder, 'elsewhere'));
	const { bytes, whole } = await sizeOf(folder, 5000);
	expect(whole).toBe(true);
	expect(bytes).toBeGreaterThanOrEqual(200_000);
	expect(bytes).toBeLessThan(300_000);
});

test('a missing folder has size 0, and at the time limit the size is a lower bound', async () => {
	expect(await sizeOf('/nowhere/at/all', 5000)).toEqual({ bytes: 0, whole: true });
	expect((await sizeOf('/usr', 0)).whole).toBe(false);
});
