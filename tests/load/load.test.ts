// A few readers at the same time: everyone's chapter comes out right. `npm run load` does the same with many, and reports.
import { expect, inject, test } from 'vitest';
import { census, expectNoMoreThan } from '../faults/stage.ts';
import { docker, image } from '../lab/bench.ts';
import { runReaders } from './readers.ts';

test('four readers run the docker0 chapter side by side without an error, and leave nothing', async () => {
	const before = await census();
	const report = await runReaders({ docker, image, siteDir: inject('siteDir'), readers: 4 });
	expect(report.errors).toEqual([]);
	expect(report.labs).toBe(4);
	expect(report.clicks).toBeGreaterThan(4 * 8);
	expect(report.loopDelay).toBeLessThan(200);
	await expectNoMoreThan(before);
});
