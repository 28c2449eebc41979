// Runs once before the tests that need them: prepares engine, lab image and site with the functions of `npm start`.
import type { TestProject } from 'vitest/node';
import { reap, removeOwn } from '../../src/lab/docker/labels.ts';
import { buildSite, siteFolder, siteIsFresh } from '../../src/system/build-site.ts';
import { obtainEngine } from '../../src/system/obtain-engine.ts';
import { prepareLabImage } from '../../src/system/prepare-lab-image.ts';
import { createProgress } from '../../src/system/progress.mjs';
import { reportError } from '../../src/system/refusal.mjs';

/** Set by the first of Vitest's projects. One process sets them up in turn, and tears all of them down at the end. */
const PREPARED = 'UNDERBRIDGE_TESTS_PREPARED';

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
	const progress = createProgress();
	// Vitest runs no test when a setup throws. Instead, report what is missing; the tests that need it fail.
	const missing = (error: unknown) => {
		reportError(error);
		return undefined;
	};
	if (!siteIsFresh()) await progress.step('site', buildSite).catch(missing);
	const engine = await obtainEngine({ yes: true }, progress).catch(missing);
	const labImage = engine && (await prepareLabImage(engine.docker, progress).catch(missing));

	project.provide('siteDir', siteFolder);
	project.provide('engineUrl', engine?.url ?? '');
	project.provide('labImage', labImage ?? '');
	const isFirst = process.env[PREPARED] === undefined;
	if (!engine || !isFirst) return undefined;
	process.env[PREPARED] = 'yes';
	process.env.DOCKER_HOST = engine.url; // the tests' own processes inherit it
	return async () => {
		await removeOwn(engine.docker);
		await reap(engine.docker);
		if ('release' in engine) await engine.release();
	};
}
