// Which snippets must run before a block, given what the lab lacks.
import { expect, test } from 'vitest';
import { missingFor, probedOf } from '../../src/session/needs.ts';
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

test('only snippets with a holds fence can be probed', () => {
	expect(probedOf(page).map(({ id }) => id)).toEqual(['one', 'two', 'three']);
	expect(missingFor(snippet('five', ['four']), page, new Set(['four']))).toEqual([]);
});
