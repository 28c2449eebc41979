// Our own code: its look and pitfalls, its types, who imports whom, and what nobody uses. Each tool is a process, and all run at once.
import { writeCollectionTypes } from './code/collection-types.ts';
import { checkComponents } from './code/components.ts';
import { checkRooms } from './code/rooms.ts';
import { checkStyle } from './code/style.ts';
import { checkTypes } from './code/types.ts';
import { checkUnused } from './code/unused.ts';
import type { CheckFinding } from './finding.ts';

/**
 * Findings may name other files than those asked for: types, imports and uses can only be told of the whole.
 *
 * @param files relative to the root; all of the project's when there are none
 * @param fix lets Biome write what it is sure of
 */
export async function checkCode(root: string, files: string[], fix: boolean): Promise<CheckFinding[]> {
	// What Biome writes is what the others read.
	const mended = fix ? await checkStyle(root, files, fix) : undefined;
	// The slowest by far, and only .astro files can be told of by it; a folder may have some.
	const withComponents = files.length === 0 || files.some((file) => !/\.\w+$/.test(file) || file.endsWith('.astro'));
	const typed = writeCollectionTypes(root).then(() =>
		Promise.all([withComponents ? checkComponents(root) : [], checkTypes(root)]),
	);
	const others = [checkRooms(root), checkUnused(root), mended ?? checkStyle(root, files, fix)];
	return (await Promise.all([typed.then((found) => found.flat()), ...others])).flat();
}
