// What the measuring commands need around them: the built site, an engine with the lab's image, and an end that leaves nothing.
import type Docker from 'dockerode';
import { obtainEngine } from '../../scripts/engine.ts';
import { prepareLabImage } from '../../scripts/lab-image.ts';
import type { Progress } from '../../scripts/progress.mjs';
import { buildSite, siteFolder, siteIsFresh } from '../../scripts/site.ts';
import { onStop } from '../../scripts/stop.ts';
import { removeOwn } from '../../src/lab/labels.ts';

export interface Place {
	docker: Docker;
	/** The lab's. */
	image: string;
	siteDir: string;
}

/** @returns What `work` returns; 1 where there is no engine. */
export async function onEngine(progress: Progress, work: (place: Place) => Promise<number>): Promise<number> {
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
