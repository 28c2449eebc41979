// Which snippets must run before a block, given what the lab lacks.
import { expect, test } from 'vitest';
import type { Lab } from '../../src/lab/contract.ts';
import { absentOf, missingFor, neededBy } from '../../src/session/needs.ts';
import type { ManifestPage, Snippet } from '../../src/snippets/snippet.ts';

function snippet(id: string, needs: string[], holds?: string): Snippet {
	const always = {
		code: 'true',
		runnable: true,
		shell: 'main',
		background: false,
		tty: false,
		timeout: 60,
		exit: 0,
	} as const;
	return { ...always, page: 'p', id, needs, holds, kind: 'run', expect: [], type: [], line: 1, file: 'p.md' };
}

const [one, two, three, four] = [
	snippet('one', [], 'true'),
	snippet('two', ['one'], 'true'),
	snippet('three', ['two'], 'true'),
	snippet('four', ['three', 'one']),
] as const;
const page: ManifestPage = { id: 'p', snippets: [one, two, three, four] };

test.each([
	['nothing, where all is there', [], []],
	['what is absent', ['three'], ['p#three']],
	['what that needs in turn, in the order of the page', ['three', 'two', 'one'], ['p#one', 'p#two', 'p#three']],
	['not what lies behind a result that is there', ['one', 'two'], ['p#one']],
])('%s', (_what, absent, missing) => {
	expect(missingFor(four, page, new Set(absent))).toEqual(missing);
});

test('what a snippet needs includes what that needs, and nothing else of its page', () => {
	const five = snippet('five', ['two']);
	expect(neededBy(five, { ...page, snippets: [...page.snippets, five] })).toEqual([one, two]);
});

test('no lab is asked for a result without a holds fence', async () => {
	expect(await absentOf({} as Lab, [four])).toEqual(new Set());
});
