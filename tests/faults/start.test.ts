// Labs that fail to start or hang: each start ends with a clear message, and leaves nothing behind.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from 'tar-fs';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { DockerLab } from '../../src/lab/docker/docker-lab.ts';
import { instanceId, labels } from '../../src/lab/docker/labels.ts';
import { dockerLabs } from '../../src/lab/docker/source.ts';
import { docker, image } from '../lab/docker/bench.ts';
import { type Census, census, expectNoMoreThan, labOf, startStage } from './stage.ts';

let before: Census;
beforeAll(async () => {
	before = await census();
});

/** The lab image with this script as its supervisor. */
async function imageWith(supervisor: string): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'supervisor-'));
	writeFileSync(join(folder, 'supervise'), `#!/bin/sh\n${supervisor}\n`, { mode: 0o755 });
	const carrier = await docker.createContainer({ Image: image, Labels: labels('test') });
	await carrier.putArchive(pack(folder) as unknown as NodeJS.ReadableStream, { path: '/lab/bin' });
	const { Id } = await carrier.commit();
	await carrier.remove();
	rmSync(folder, { recursive: true });
	// The abandoned lab may still be shutting down.
	onTestFinished(async () => void (await vi.waitFor(() => docker.getImage(Id).remove(), { timeout: 20_000 })));
	return Id;
}

test('a lab whose supervisor hangs is given up after its time, and removed', async () => {
	const hanging = await imageWith('exec sleep 1000');
	const start = DockerLab.start(docker, { image: hanging, owner: instanceId(), limit: 3000 });
	await expect(start).rejects.toThrow('The lab did not start within 3 seconds.');
});

test('a lab whose supervisor gives up is told in its words, and removed', async () => {
	const failing = await imageWith('echo no such kernel >&2; exit 1');
	const start = DockerLab.start(docker, { image: failing, owner: instanceId() });
	await expect(start).rejects.toThrow('The lab did not start: no such kernel.');
});

test('a start that is no longer wanted ends, and leaves nothing', async () => {
	// All of them abort before even the fastest machine has a lab.
	for (const after of [0, 20, 100, 250]) {
		await expect(DockerLab.start(docker, { image, owner: instanceId() }, AbortSignal.timeout(after))).rejects.toThrow(
			/abort/,
		);
	}
});

test('a reader whose lab does not start is told so at the run, and can try again', async () => {
	const stage = await startStage({ labs: dockerLabs({ docker, image: 'underbridge-lab:nowhere' }) });
	const page = await stage.open('lab');
	for (let attempt = 0; attempt < 2; attempt++) {
		const run = await page.runToEnd('lab#lab-1');
		expect(run).toMatchObject({ phase: 'failed', trouble: 'lab-failed' });
		expect(run.text).toMatch(/No such image/);
		expect(labOf(page)).toBe('gone: failed');
	}
	await page.close();
	await stage.companion.close();
});

test('nothing of all that is left', () => expectNoMoreThan(before));
