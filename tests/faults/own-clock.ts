// A time of day that is only one process's, and that a test can shift while the process runs: libfaketime stands between the
// process and its C library's clocks. Its monotonic clock is the machine's.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canInstall, install } from '../../src/system/apt.ts';

export interface OwnClock {
	/** The environment of the process whose clock it is. */
	env: NodeJS.ProcessEnv;
	/** From now on the process is told this time: so many seconds after, or before, the real one. */
	shift(seconds: number): void;
	remove(): void;
}

/** @returns Undefined where libfaketime neither is nor can be installed. */
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

/** Where Debian and its relatives put it, whatever the architecture. */
function library(): string | undefined {
	if (process.platform !== 'linux' || !existsSync('/usr/lib')) return undefined;
	const folders = readdirSync('/usr/lib').map((name) => join('/usr/lib', name, 'faketime'));
	return folders.map((folder) => join(folder, 'libfaketimeMT.so.1')).find((path) => existsSync(path));
}
