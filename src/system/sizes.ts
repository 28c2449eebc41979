// Measures files and folders, and formats sizes.
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders that commands generate in the project. Git ignores them, and commands make them again when needed. */
export const MADE_HERE = ['dist', '.astro', '.cache', '.artifacts'];

/** The size of a folder, or a lower bound where measuring was cut short. */
export interface Size {
	bytes: number;
	/** False for a lower bound. */
	whole: boolean;
}

/**
 * Measures the disk usage of a file or folder. Follows no links and enters no mounts.
 *
 * @param limit time limit, in ms
 */
export async function sizeOf(path: string, limit: number): Promise<Size> {
	const deadline = performance.now() + limit;
	const size: Size = { bytes: 0, whole: true };
	// A file with several hard links counts once.
	const counted = new Set<number>();
	const device = await lstat(path).then(
		({ dev }) => dev,
		() => undefined,
	);
	const left = [path];
	for (let next = left.pop(); next !== undefined; next = left.pop()) {
		if (performance.now() > deadline) return { ...size, whole: false };
		// Entries that vanish meanwhile count as nothing.
		const entry = await lstat(next).catch(() => undefined);
		if (!entry || entry.dev !== device) continue;
		if (entry.nlink > 1 && !entry.isDirectory()) {
			if (counted.has(entry.ino)) continue;
			counted.add(entry.ino);
		}
		// Windows reports no blocks.
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

/** Formats a size: `1.2 GB`, `at least 3 MB`. */
export function inWords({ bytes, whole }: Size): string {
	const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
	const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
	const value = bytes / 1000 ** power;
	const words = `${power === 0 || value >= 100 ? value.toFixed(0) : value.toPrecision(2)} ${units[power]}`;
	return whole ? words : `at least ${words}`;
}
