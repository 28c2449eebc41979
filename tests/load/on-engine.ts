// Runs a measuring command with the built site and an engine with the lab image, and removes what it made.
import type Docker from 'dockerode';
import { removeOwn } from '../../src/lab/docker/labels.ts';
import { buildSite, siteFolder, siteIsFresh } from '../../src/system/build-site.ts';
import { obtainEngine } from '../../src/system/obtain-engine.ts';
import { onStop } from '../../src/system/on-stop.ts';
import { prepareLabImage } from '../../src/system/prepare-lab-image.ts';
import type { Progress } from '../../src/system/progress.mjs';

export interface Prepared {
	docker: Docker;
	/** The lab image. */
	image: string;
	siteDir: string;
}

/** @returns the result of `work`, or 1 if there is no engine */
export async function onEngine(progress: Progress, work: (prepared: Prepared) => Promise<number>): Promise<number> {
	if (!siteIsFresh()) await progress.step('site', buildSite);
	const engine = await obtainEngine({ yes: true }, progress);
	if (!engine) return 1;
	const { docker } = engine;
	const close = async () => {
		await removeOwn(docker);
		if ('release' in engine) await engine.release();
	};
	onStop(close);
	try {
		return await work({ docker, image: await prepareLabImage(docker, progress), siteDir: siteFolder });
	} finally {
		await close();
	}
}
