// What a listing of a process's namespaces says becomes numbers, which the drawing of chapter 03 shows.
import { describe, expect, test } from 'vitest';
import { inodesIn } from '../../../src/client/figures/inodes.ts';

describe('the numbers in a listing of namespaces', () => {
	test('belong to their kinds, line by line or run together', () => {
		const expected = [
			['net', '4026534711'],
			['pid', '4026534709'],
		];
		expect([...inodesIn('net -> net:[4026534711]\npid -> pid:[4026534709]\n')]).toEqual(expected);
		expect([...inodesIn('net -> net:[4026534711]pid -> pid:[4026534709]')]).toEqual(expected);
	});

	test('are not those in which children will be born', () => {
		expect([...inodesIn('pid -> pid:[1]\npid_for_children -> pid:[2]\n')]).toEqual([['pid', '1']]);
	});

	test('are none in the block itself, which only asks for them', () => {
		expect([...inodesIn("ls -l /proc/self/ns | awk 'NR > 1 { print $9, $10, $11 }'\n^net -> net:\\[\\d+\\]")]).toEqual(
			[],
		);
	});
});
