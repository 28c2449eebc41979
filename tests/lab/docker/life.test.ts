// What a dead companion leaves on the engine, and how the next one cleans up.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { describeSteps, ensureLabImage } from '../../../src/lab/docker/image.ts';
import { instanceId, isAlive, labels, reap, removeOwn } from '../../../src/lab/docker/labels.ts';
import { containerExists, docker, image, startLab, volumeExists, volumeOf } from './bench.ts';

/** Starts another process that holds a lab. */
async function startHolder(): Promise<{ process: ChildProcess; owner: string; id: string }> {
	const script = fileURLToPath(new URL('holder.ts', import.meta.url));
	const holder = spawn(process.execPath, [script, inject('engineUrl'), image], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	onTestFinished(() => void holder.kill('SIGKILL'));
	const [line] = await once(holder.stdout, 'data');
	return { process: holder, ...JSON.parse(line) };
}

test('T51 companion that is killed: its lab goes with it, volume included', async () => {
	const holder = await startHolder();
	const volume = await volumeOf(holder.id);
	expect(await volumeExists(volume)).toBe(true);
	holder.process.kill('SIGKILL');
	await vi.waitFor(async () => {
		expect(await containerExists(holder.id)).toBe(false);
		expect(await volumeExists(volume)).toBe(false);
	}, 20_000);
});

describe('the name of a process', () => {
	test('fits a label, and is alive as long as the process', async () => {
		expect(instanceId()).toMatch(/^[a-z0-9-]{1,40}$/);
		expect(isAlive(instanceId())).toBe(true);
		const holder = await startHolder();
		expect(isAlive(holder.owner)).toBe(true);
		holder.process.kill('SIGKILL');
		await once(holder.process, 'exit');
		expect(isAlive(holder.owner)).toBe(false);
	});

	test('of another machine counts as alive, of an earlier boot or another start of the same pid as dead', () => {
		const [place, boot, pid, start] = instanceId().split('-');
		expect(isAlive(['elsewhere', boot, pid, start].join('-'))).toBe(true);
		expect(isAlive([place, '00000000', pid, start].join('-'))).toBe(false);
		expect(isAlive([place, boot, pid, `${start}0`].join('-'))).toBe(process.platform !== 'linux');
	});
});

test('T52 what a dead companion left: a start removes it, and nothing of the living or of strangers', async () => {
	const [place, , pid, start] = instanceId().split('-');
	const dead = labels('lab', [place, '00000000', pid, start].join('-'));
	const living = await startLab();
	const make = async (own: Record<string, string>) => {
		const container = await docker.createContainer({ Image: image, Labels: own });
		const volume = await docker.createVolume({ Labels: own });
		const network = await docker.createNetwork({ Name: `underbridge-test-${container.id.slice(0, 12)}`, Labels: own });
		const remove = () =>
			Promise.allSettled([container.remove(), docker.getVolume(volume.name).remove(), network.remove()]);
		onTestFinished(async () => void (await remove()));
		return { container: container.id, volume: volume.name, network: network.id };
	};
	const left = await make(dead);
	const strange = await make({});
	expect(await reap(docker)).toBeGreaterThanOrEqual(3);
	expect(await containerExists(left.container)).toBe(false);
	expect(await volumeExists(left.volume)).toBe(false);
	expect(await containerExists(living.id)).toBe(true);
	expect(await containerExists(strange.container)).toBe(true);
	expect(await volumeExists(strange.volume)).toBe(true);
	const networks = (await docker.listNetworks()).map(({ Id }) => Id);
	expect(networks).not.toContain(left.network);
	expect(networks).toContain(strange.network);
});

test('an end removes everything that this process made', async () => {
	const lab = await startLab();
	await removeOwn(docker);
	expect(await containerExists(lab.id)).toBe(false);
	await lab.gone;
});

describe('the lab image', () => {
	test('is not built again when nothing has changed', async () => {
		const progress = vi.fn();
		expect(await ensureLabImage(docker, progress)).toBe(image);
		expect(progress).not.toHaveBeenCalled();
	});

	test('that cannot be built says why, in a few lines', async () => {
		const error: unknown = await ensureLabImage(docker, () => {}, 'no-such-release').catch((error) => error);
		expect(error).toMatchObject({ code: 'image-failed', fault: 'condition' });
		expect((error as Error).message).toMatch(/^The lab image could not be built: (.+\n?){1,16}$/);
	});

	test('tells its steps in the words of the Dockerfile’s comments', () => {
		expect(describeSteps('# a base\nFROM x\n# the tools\nRUN a \\\n\tb\nCMD ["c"]\n')).toEqual([
			'a base',
			'the tools',
			'CMD ["c"]',
		]);
	});
});
