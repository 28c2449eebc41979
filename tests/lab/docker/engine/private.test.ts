// The private engine: its isolation, its adoption, its end. Each runs in its own network namespace, because engines on one network
// would share the bridge docker0.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { findDockerd } from '../../../../src/lab/docker/engine/private.ts';

const possible = process.platform === 'linux' && process.getuid?.() === 0 && findDockerd() !== undefined;

test.runIf(possible)('it starts, outlives a killed user, is adopted, and ends with its last user', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'ub-engine-'));
	try {
		const story = fileURLToPath(new URL('private-engine-story.ts', import.meta.url));
		const { stdout, stderr } = await promisify(execFile)('unshare', ['--net', process.execPath, story, folder]);
		expect(stderr).toBe('');
		expect(JSON.parse(stdout)).toEqual({
			afterKill: 'answers',
			sameEngineAdopted: true,
			whileAnotherUses: 'answers',
			afterLast: 'gone',
			whenOneWasEnding: 'answers',
		});
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});
