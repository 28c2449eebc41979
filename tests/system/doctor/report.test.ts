// A report has a row for every probe, also for one that fails.
import { expect, test } from 'vitest';
import { examine, markdown } from '../../../src/system/doctor/report.ts';

test('a probe that hangs or fails delays no other, and is in the report', async () => {
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

test('a report is a table whose cells contain no line breaks', () => {
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
