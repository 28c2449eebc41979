// How large files and folders are, and sizes in words.
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What commands make in the project's folder; Git ignores it, and each is made again when it is needed. */
export const MADE_HERE = ['dist', '.astro', '.cache', '.artifacts'];

/** What a folder takes up; of one that took too long to look at, it takes more than that. */
export interface Size {
	bytes: number;
	/** Whether all of it was looked at. */
	whole: boolean;
}

/**
 * Adds up what a file or a folder takes up on its disk, without following links and without entering what is mounted there.
 *
 * @param limit how long that may take, in ms
 */
export async function sizeOf(path: string, limit: number): Promise<Size> {
	const deadline = performance.now() + limit;
	const size: Size = { bytes: 0, whole: true };
	// A file with several names takes up its room once.
	const counted = new Set<number>();
	const device = await lstat(path).then(
		({ dev }) => dev,
		() => undefined,
	);
	const left = [path];
	for (let next = left.pop(); next !== undefined; next = left.pop()) {
		if (performance.now() > deadline) return { ...size, whole: false };
		// What is removed while it is looked at takes up nothing.
		const entry = await lstat(next).catch(() => undefined);
		if (!entry || entry.dev !== device) continue;
		if (entry.nlink > 1 && !entry.isDirectory()) {
			if (counted.has(entry.ino)) continue;
			counted.add(entry.ino);
		}
		// Windows counts no blocks.
		size.bytes += entry.blocks === undefined ? entry.size : entry.blocks * 512;
		if (!entry.isDirectory()) continue;
		const names = await readdir(next).catch(() => {
			size.whole = false;
			return [];
		});
		left.push(...names.map((name) => join(next as string, name)));
	}
	return size;
}

/** A size in words: `1.2 GB`, `at least 3 MB`. */
export function inWords({ bytes, whole }: Size): string {
	const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
	const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
	const value = bytes / 1000 ** power;
	const words = `${power === 0 || value >= 100 ? value.toFixed(0) : value.toPrecision(2)} ${units[power]}`;
	return whole ? words : `at least ${words}`;
}
