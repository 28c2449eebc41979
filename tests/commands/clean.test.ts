// `npm run clean`, with its own engine, cache and copy of the project: it lists what is there, and removes what is not in use.
import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { pack } from 'tar-fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findDockerd, type PrivateEngine, startPrivateEngine } from '../../src/lab/docker/engine/private.ts';
import { instanceId, LABEL, OWNER_LABEL } from '../../src/lab/docker/labels.ts';
import { BASE_LABEL } from '../../src/system/ours.ts';
import { canHaveOwnEngine } from '../faults/own-engine.ts';
import { copyProject } from '../setup/copy.ts';

/** An owner from an earlier boot of this machine. */
const DEAD = instanceId().replace(/^(\w+)-\w+/, '$1-00000000');
const IMAGE = 'underbridge-lab:0123456789ab';
const BASE = 'debian:trixie-slim';

describe.skipIf(!canHaveOwnEngine)('npm run clean', () => {
	let cache: string;
	let copy: string;
	let engine: PrivateEngine;
	const folder = () => join(cache, 'underbridge/engine');

	beforeAll(async () => {
		cache = mkdtempSync(join(tmpdir(), 'cache-'));
		// Overlays cannot be stacked on another engine's overlays.
		run('mount', '-t', 'tmpfs', '-o', 'size=256m', 'tmpfs', cache);
		copy = await copyProject();
		const dockerd = join(cache, 'start-dockerd');
		writeFileSync(dockerd, `#!/bin/sh\nexec unshare --net '${findDockerd()}' "$@"\n`);
		chmodSync(dockerd, 0o755);
		engine = await startPrivateEngine(dockerd, folder());
		await furnish(engine.docker, cache);
		for (const name of ['dist', '.astro']) mkdirSync(join(copy, name));
		writeFileSync(join(copy, 'dist/index.html'), 'x'.repeat(100_000));
	});
	afterAll(async () => {
		if (existsSync(join(folder(), 'users'))) await engine?.release();
		run('umount', '--lazy', cache);
		rmSync(cache, { recursive: true, force: true });
		rmSync(copy, { recursive: true, force: true });
	});

	/** Runs it without a terminal, so that it cannot ask, and without access to the machine's other engines. */
	function clean(...args: string[]): Promise<{ status: number; output: string }> {
		return new Promise((resolve) => {
			const script = [join(copy, 'src/commands/clean.ts'), '--engine', engine.url, ...args];
			const env = { ...process.env, XDG_CACHE_HOME: cache };
			const child = execFile(process.execPath, script, { env }, (error, stdout, stderr) =>
				resolve({ status: error ? Number(error.code) : 0, output: stdout + stderr }),
			);
			child.stdin?.end();
		});
	}

	test('without a terminal to ask on, it lists what there is and removes nothing', async () => {
		const before = await things(engine.docker);
		const { status, output } = await clean();
		expect(status).toBe(0);
		expect(output).toMatch(/ {2}dist, 1\d\d kB\n/);
		expect(output).toMatch(new RegExp(`image ${IMAGE}.* stays, a companion that runs now uses it`));
		expect(output).toMatch(/volume left-behind, \d+ \w+\n/);
		expect(output).not.toContain('somebody');
		expect(output.trimEnd()).toMatch(/npm run clean -- --yes removes it\.$/);
		expect(await things(engine.docker)).toEqual(before);
		expect(existsSync(join(copy, 'dist'))).toBe(true);
	});

	test('things that a companion uses, and things of others, are kept', async () => {
		const { status, output } = await clean('--yes');
		expect(output.trimEnd()).toMatch(/Removed\.$/);
		expect(status).toBe(0);
		// This process counts as a companion, because it uses the engine and owns a container there.
		expect(await things(engine.docker)).toEqual({
			containers: ['ours-alive', 'somebodys'],
			volumes: ['somebodys'],
			networks: ['somebodys'],
			images: [BASE, 'somebodys:derived', IMAGE].sort(),
		});
		expect(existsSync(join(copy, 'dist'))).toBe(false);
		expect(existsSync(join(copy, '.astro'))).toBe(false);
		expect(existsSync(folder())).toBe(true);
	});

	test('a private engine that also holds things of others is kept, without ours', async () => {
		const { docker } = engine;
		await docker.getContainer('ours-alive').remove({ v: true });
		rmSync(join(folder(), 'users', instanceId()));
		const { status, output } = await clean('--yes');
		expect(output).toMatch(/containers or volumes in it are not Underbridge’s \(2\)/);
		expect(status).toBe(0);
		expect(await things(docker)).toEqual({
			containers: ['somebodys'],
			volumes: ['somebodys'],
			networks: ['somebodys'],
			images: ['somebodys:derived'],
		});
	});

	test('a private engine that is not in use is stopped, and its folder removed', async () => {
		await engine.docker.getContainer('somebodys').remove({ v: true });
		await engine.docker.getVolume('somebodys').remove();
		const { status, output } = await clean('--yes');
		expect(output.trimEnd()).toMatch(/Removed\.$/);
		expect(status).toBe(0);
		expect(existsSync(folder())).toBe(false);
		await expect(engine.docker.ping()).rejects.toThrow();
	});

	test('files are removed even if no engine answers', async () => {
		mkdirSync(join(folder(), 'data/overlay2'), { recursive: true });
		mkdirSync(join(copy, '.artifacts'));
		const { status, output } = await clean('--yes');
		expect(output.trimEnd()).toMatch(/Removed\.$/);
		expect(status).toBe(0);
		expect(existsSync(folder())).toBe(false);
		expect(existsSync(join(copy, '.artifacts'))).toBe(false);
		expect((await clean()).output).toContain('Nothing of Underbridge is on this machine.');
	});

	test('a folder in which something is mounted is not touched', async () => {
		const inside = join(folder(), 'data/inside');
		mkdirSync(inside, { recursive: true });
		run('mount', '-t', 'tmpfs', 'tmpfs', inside);
		writeFileSync(join(inside, 'precious'), '');
		const { status, output } = await clean('--yes');
		expect(status).toBe(1);
		expect(output).toContain('something is mounted in it');
		expect(existsSync(join(inside, 'precious'))).toBe(true);
		run('umount', inside);
	});
});

/** Makes things on an engine: of a dead process, of a living one, and of others. */
async function furnish(docker: Docker, cache: string): Promise<void> {
	const tree = mkdtempSync(join(cache, 'image-'));
	writeFileSync(join(tree, 'file'), 'x'.repeat(10_000));
	const archive = await buffer(pack(tree));
	const imageOf = async (name: string, labels: string[]) => {
		const [repo, tag] = name.split(':');
		const changes = ['CMD ["true"]', ...labels.map((label) => `LABEL ${label}=x`)];
		// The command makes each image differ.
		await drained(await docker.importImage(archive as never, { repo, tag, changes: [...changes, `ENV NAME=${name}`] }));
	};
	await imageOf(IMAGE, [LABEL]);
	await imageOf(BASE, [BASE_LABEL]);
	// Made from our image, so it has our labels, but it is not ours.
	await imageOf('somebodys:derived', [LABEL, BASE_LABEL]);
	const owned = (owner: string) => ({ [LABEL]: 'lab', [OWNER_LABEL]: owner });
	await docker.createContainer({ name: 'ours-dead', Image: IMAGE, Labels: owned(DEAD) });
	await docker.createContainer({ name: 'ours-alive', Image: IMAGE, Labels: owned(instanceId()) });
	await docker.createContainer({ name: 'somebodys', Image: 'somebodys:derived', Labels: {} });
	await docker.createVolume({ Name: 'left-behind', Labels: owned(DEAD) });
	await docker.createVolume({ Name: 'somebodys' });
	await docker.createNetwork({ Name: 'left-behind', Labels: owned(DEAD) });
	await docker.createNetwork({ Name: 'somebodys' });
}

async function things(docker: Docker): Promise<Record<string, string[]>> {
	const [containers, { Volumes }, networks, images] = await Promise.all([
		docker.listContainers({ all: true }),
		docker.listVolumes(),
		docker.listNetworks(),
		docker.listImages(),
	]);
	return {
		containers: containers.map(({ Names }) => Names[0]?.slice(1) ?? '').sort(),
		volumes: (Volumes ?? []).map(({ Name }) => Name).sort(),
		networks: networks
			.map(({ Name }) => Name)
			.filter((name) => !/^(bridge|host|none)$/.test(name))
			.sort(),
		images: images.flatMap(({ RepoTags }) => RepoTags ?? []).sort(),
	};
}

function drained(stream: NodeJS.ReadableStream): Promise<unknown> {
	return new Promise((resolve, reject) => stream.on('error', reject).on('end', resolve).resume());
}

function run(program: string, ...args: string[]): void {
	const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
	if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}
