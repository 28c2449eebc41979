// A few readers in parallel, beside open labs, all finish their chapter. `npm run load` does the same with many.
import { expect, inject, test } from 'vitest';
import { census, expectNoMoreThan } from '../faults/stage.ts';
import { docker, image } from '../lab/docker/bench.ts';
import { runReaders } from './readers.ts';

test('three readers run the docker0 chapter side by side, beside five open labs: no error, no output lost, nothing left', async () => {
	const before = await census();
	const report = await runReaders({ docker, image, siteDir: inject('siteDir'), readers: 3, idle: 5 });
	expect(report.errors).toEqual([]);
	expect(report.labs).toBe(8);
	expect(report.clicks).toBeGreaterThan(8 + 3 * 5);
	await expectNoMoreThan(before);
});
