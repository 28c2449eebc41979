// Once before the tests that need them: the engine, the lab image and the site, by the very functions that `npm start` uses.
import type { TestProject } from 'vitest/node';
import { ensureBaseImage } from '../../scripts/base-image.ts';
import { obtainEngine } from '../../scripts/engine.ts';
import { createProgress } from '../../scripts/progress.mjs';
import { buildSite, siteFolder, siteIsFresh } from '../../scripts/site.ts';
import { ensureLabImage } from '../../src/lab/image.ts';
import { reap, removeOwn } from '../../src/lab/labels.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** The address of the engine, as in `DOCKER_HOST`. */
		engineUrl: string;
		/** The lab image on that engine. */
		labImage: string;
		/** The folder of the built site. */
		siteDir: string;
	}
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const progress = createProgress();
	const engine = await obtainEngine({ yes: true }, progress);
	if (!engine) throw new Error('the tests need a Docker engine');
	const { docker, url } = engine;
	await reap(docker);
	const labImage = await progress.step('lab image', async (detail) => {
		await ensureBaseImage(docker, detail);
		return ensureLabImage(docker, detail);
	});
	if (!siteIsFresh()) await progress.step('site', buildSite);

	process.env.DOCKER_HOST = url; // the tests' own processes inherit it
	project.provide('engineUrl', url);
	project.provide('labImage', labImage);
	project.provide('siteDir', siteFolder);

	return async () => {
		await removeOwn(docker);
		await reap(docker);
		if ('release' in engine) await engine.release();
	};
}
