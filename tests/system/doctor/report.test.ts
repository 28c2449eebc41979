// A report has a line for everything that was looked at, whatever became of it.
import { expect, test } from 'vitest';
import { examine, markdown } from '../../../src/system/doctor/report.ts';

test('what hangs or fails holds up nothing, and stands in the report', async () => {
	const began = performance.now();
	const facts = await examine(
		[
			{ what: 'engine', look: () => new Promise(() => {}) },
			{
				what: 'disk',
				look: () => {
					throw new Error('no such disk');
				},
			},
			{
				what: 'system',
				look: () => [
					['system', 'Debian'],
					['kernel', '6.1'],
				],
			},
		],
		50,
	);
	expect(performance.now() - began).toBeLessThan(2000);
	expect(facts).toEqual([
		['engine', 'no answer within 0.05 s'],
		['disk', 'cannot be told: no such disk'],
		['system', 'Debian'],
		['kernel', '6.1'],
	]);
});

test('a report is a table whose cells stay on their line', () => {
	expect(
		markdown(
			[
				['a|b', 'two\nlines'],
				['empty', ''],
			],
			(text) => text.replace('two', '2'),
		),
	).toBe('| what | found |\n| --- | --- |\n| a\\|b | 2 lines |\n| empty | – |');
});
