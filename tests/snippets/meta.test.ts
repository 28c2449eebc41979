// Options in a fence's first line have defaults, and each mistake gets a sentence.
import { describe, expect, test } from 'vitest';
import { parseMeta } from '../../src/snippets/meta.ts';

const mistakesIn = (meta: string): string[] => parseMeta(meta).mistakes;

describe('a fence', () => {
	test('needs only an id; all other options have defaults', () => {
		expect(parseMeta('id=d0-3')).toEqual({
			meta: {
				id: 'd0-3',
				title: undefined,
				runnable: true,
				needs: [],
				shell: 'main',
				background: false,
				tty: false,
				timeout: 60,
				exit: 0,
				kind: 'run',
			},
			mistakes: [],
		});
	});

	test('may set every option', () => {
		const { meta, mistakes } = parseMeta(
			'id=a title="Three containers" needs=b,c shell=capture background tty timeout=120 exit=any kind=hint',
		);
		expect(mistakes).toEqual([]);
		expect(meta).toMatchObject({
			title: 'Three containers',
			needs: ['b', 'c'],
			shell: 'capture',
			background: true,
			tty: true,
			timeout: 120,
			exit: 'any',
			kind: 'hint',
		});
	});

	test('needs no id if it never runs', () => {
		expect(mistakesIn('no-run')).toEqual([]);
		expect(parseMeta('no-run').meta).toMatchObject({ id: undefined, runnable: false });
	});

	test("may use Expressive Code's own markers", () => {
		expect(mistakesIn('id=a {2-3} "docker0" /veth\\w+/ ins={4} wrap frame="none"')).toEqual([]);
	});
});

describe('a mistake is a sentence that names the wrong value and the right ones', () => {
	test.each([
		['', 'a bash block needs an id, for example id=d0-3, or no-run.'],
		['id=D_1', 'id="D_1" is not a name: use small letters, digits and hyphens, and begin with a letter.'],
		['id=a id=b', 'id is given twice.'],
		['id', 'id needs a value: write id=….'],
		['id=a tty=yes', 'tty=yes has a value, but tty stands alone: write tty.'],
		['id=a timeout=soon', 'timeout="soon" is not a whole number from 1 to 3600.'],
		['id=a exit=256', 'exit="256" is not a whole number from 0 to 255.'],
		[
			'id=a shell="my shell"',
			'shell="my shell" is not a name: use small letters, digits and hyphens, and begin with a letter.',
		],
		['id=a kind=quiz', 'kind="quiz" is unknown: use run, check, solution, hint, break or symptom.'],
		['id=a ""', 'the empty marker "" marks nothing: remove it.'],
		[
			'id=a norun',
			'norun is unknown: use id, title, needs, shell, timeout, exit, kind, no-run, background, tty, frame, wrap, mark, ins or del.',
		],
	])('%s', (meta, sentence) => {
		expect(mistakesIn(meta)).toContain(sentence);
	});
});
