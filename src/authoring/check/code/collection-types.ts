// Generates the types of the page collections. Astro writes them into a folder that a clean clone does not have.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { broken, runTool } from './tool.ts';

export async function writeCollectionTypes(root: string): Promise<void> {
	if (existsSync(join(root, '.astro/types.d.ts'))) return;
	const output = await runTool(root, 'astro/bin/astro.mjs', ['sync']);
	if (output.failed) throw broken('astro sync, which writes the types of the pages,', output);
}
