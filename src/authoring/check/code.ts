// Checks our own code: style, types, imports between rooms, and unused exports. Each tool is a process, and all run in parallel.
import { writeCollectionTypes } from './code/collection-types.ts';
import { checkComponents } from './code/components.ts';
import { checkRooms } from './code/rooms.ts';
import { checkStyle } from './code/style.ts';
import { checkTypes } from './code/types.ts';
import { checkUnused } from './code/unused.ts';
import type { CheckFinding } from './finding.ts';

/**
 * Findings may name other files than the given ones: types, imports and uses are checked for the whole project.
 *
 * @param files relative to the root; all of the project's when there are none
 * @param fix lets Biome apply its safe fixes
 */
export async function checkCode(root: string, files: string[], fix: boolean): Promise<CheckFinding[]> {
	// With --fix Biome runs first, since the other tools read the files that it writes.
	const mended = fix ? await checkStyle(root, files, fix) : undefined;
	// By far the slowest tool, and it only checks .astro files. A folder may contain some.
	const withComponents = files.length === 0 || files.some((file) => !/\.\w+$/.test(file) || file.endsWith('.astro'));
	const typed = writeCollectionTypes(root).then(() =>
		Promise.all([withComponents ? checkComponents(root) : [], checkTypes(root)]),
	);
	const others = [checkRooms(root), checkUnused(root), mended ?? checkStyle(root, files, fix)];
	return (await Promise.all([typed.then((found) => found.flat()), ...others])).flat();
}
