// A wall clock for one process, which a test can shift while the process runs: libfaketime intercepts the C library's clock
// functions. The monotonic clock stays the machine's.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canInstall, install } from '../../src/system/apt.ts';

export interface OwnClock {
	/** The environment for the process. */
	env: NodeJS.ProcessEnv;
	/** Sets the process's clock that many seconds ahead of the real time, or behind it if negative. */
	shift(seconds: number): void;
	remove(): void;
}

/** @returns Undefined where libfaketime is not installed and cannot be. */
export async function ownClock(): Promise<OwnClock | undefined> {
	if (!library() && canInstall()) await install(['libfaketime'], () => {}).catch(() => {});
	const path = library();
	if (!path) return undefined;
	const folder = mkdtempSync(join(tmpdir(), 'clock-'));
	const file = join(folder, 'shift');
	const shift = (seconds: number) => writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}\n`);
	shift(0);
	return {
		env: {
			...process.env,
			LD_PRELOAD: path,
			FAKETIME_TIMESTAMP_FILE: file,
			FAKETIME_NO_CACHE: '1',
			FAKETIME_DONT_FAKE_MONOTONIC: '1',
		},
		shift,
		remove: () => rmSync(folder, { recursive: true }),
	};
}

/** The library's path on Debian and its derivatives, on any architecture. */
function library(): string | undefined {
	if (process.platform !== 'linux' || !existsSync('/usr/lib')) return undefined;
	const folders = readdirSync('/usr/lib').map((name) => join('/usr/lib', name, 'faketime'));
	return folders.map((folder) => join(folder, 'libfaketimeMT.so.1')).find((path) => existsSync(path));
}
