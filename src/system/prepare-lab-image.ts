// Prepares an engine for labs.
import type Docker from 'dockerode';
import { ensureLabImage, RELEASE } from '../lab/docker/image.ts';
import { reap } from '../lab/docker/labels.ts';
import { LabError } from '../lab/errors.ts';
import { ensureBaseImage } from './base-image.ts';
import type { Progress } from './progress.mjs';
import { Refusal } from './refusal.mjs';

/**
 * Removes what earlier companions left behind, and makes sure that the lab image exists.
 * @param release the lab's release of Debian
 * @returns the image's name on the engine
 * @throws Refusal when it cannot be built, or labs do not start from it
 */
export async function prepareLabImage(docker: Docker, progress: Progress, release = RELEASE): Promise<string> {
	const left = await reap(docker);
	if (left > 0) progress.say(`removed what an earlier start left behind (${left})`);
	return progress.step('lab image', async (detail) => {
		for (const base of new Set([RELEASE, release])) await ensureBaseImage(docker, detail, base);
		return ensureLabImage(docker, detail, release).catch((error) => {
			if (error instanceof LabError)
				throw new Refusal(`${error.message}\nMend what the lines above say, and start again: what was done is kept.`);
			throw error;
		});
	});
}
