// If no engine can be used, the advice says what to do.
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { findEngine } from '../../src/lab/docker/engine/find.ts';
import { obtainEngine } from '../../src/system/obtain-engine.ts';
import { createProgress } from '../../src/system/progress.mjs';

const root = process.getuid?.() === 0;
/** A user who can use another engine gets that one, so the test is skipped. Root becomes nobody for the test. */
const another = !root && (await findEngine({ env: {} }).catch(() => undefined)) !== undefined;

test.runIf(process.platform === 'linux' && !another)(
	'an engine without permission is reported as such, and no other is started',
	async () => {
		const folder = mkdtempSync(join(tmpdir(), 'underbridge-socket-'));
		const socket = join(folder, 'docker.sock');
		const server = createServer().listen(socket);
		await once(server, 'listening');
		chmodSync(socket, 0o600);
		chmodSync(folder, 0o700);
		vi.stubEnv('DOCKER_HOST', `unix://${socket}`);
		onTestFinished(() => {
			if (root) process.seteuid?.(0);
			server.close();
			rmSync(folder, { recursive: true });
			vi.unstubAllEnvs();
		});
		if (root) process.seteuid?.(65534);
		else chmodSync(socket, 0);
		const lines: string[] = [];
		const write = (line: string) => lines.push(line.replace(/^\[.*?\] +/, ''));
		expect(await obtainEngine({ yes: false }, createProgress({ write }))).toBeUndefined();
		expect(lines).toContain(`DOCKER_HOST, unix://${socket}: no permission to use it`);
		expect(lines.at(-1)).toMatch(/^Docker is running, but you may not use it: join the group docker /);
	},
);
