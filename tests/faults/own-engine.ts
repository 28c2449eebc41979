// A Docker engine that a test may kill, stop and fill up: on a disk of its own in memory, and in a network of its own, where
// its bridge and firewall rules meet those of no other engine.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import { connect } from '../../src/lab/docker/engine/address.ts';
import { findDockerd, type PrivateEngine, startPrivateEngine } from '../../src/lab/docker/engine/private.ts';

/** Bytes; the lab's image takes half of it. */
const DISK = 2 ** 31;
const LEAST_MEMORY = 6 * 2 ** 30;

/** Whether this machine lets a test have one: Docker's program, root, and tools that every Linux has. */
export const canHaveOwnEngine =
	process.platform === 'linux' && process.getuid?.() === 0 && findDockerd() !== undefined && memory() > LEAST_MEMORY;

export class OwnEngine {
	readonly docker: Docker;
	readonly #folder: string;
	readonly #dockerd: string;
	#engine: PrivateEngine | undefined;

	/** Starts an engine that has one image of another's. */
	static async start(image: string, from: Docker): Promise<OwnEngine> {
		const engine = new OwnEngine();
		try {
			await engine.start();
			const loaded = await engine.docker.loadImage(await from.getImage(image).get());
			await new Promise((resolve, reject) => loaded.on('error', reject).on('end', resolve).resume());
			return engine;
		} catch (error) {
			await engine.remove();
			throw error;
		}
	}

	private constructor() {
		this.#folder = mkdtempSync(join(tmpdir(), 'engine-'));
		run('mount', '-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', this.#folder);
		this.#dockerd = join(this.#folder, 'start-dockerd');
		writeFileSync(this.#dockerd, `#!/bin/sh\nexec unshare --net '${findDockerd()}' "$@"\n`);
		chmodSync(this.#dockerd, 0o755);
		this.docker = connect({ url: `unix://${join(this.#folder, 'docker.sock')}` });
	}

	/** Starts the engine, where it is not running. */
	async start(): Promise<void> {
		this.#engine = await startPrivateEngine(this.#dockerd, this.#folder);
	}

	/** Ends the engine as a crash does, and its containerd with it. */
	async crash(): Promise<void> {
		const pids = ['pid', 'exec/containerd/containerd.pid'].map((file) => this.#pid(file));
		for (const pid of pids) process.kill(pid, 'SIGKILL');
		while (pids.some(isRunning)) await delay(10);
	}

	/** Ends the engine as its service manager does, and starts it again. */
	async restart(): Promise<void> {
		await this.#engine?.release();
		await this.start();
	}

	/** The engine takes connections but no longer answers, until `thaw`. */
	freeze(): void {
		process.kill(this.#pid('pid'), 'SIGSTOP');
	}

	thaw(): void {
		process.kill(this.#pid('pid'), 'SIGCONT');
	}

	/** Leaves no byte of its disk free, until `empty`. */
	fill(): void {
		const { bavail, bsize } = statfsSync(this.#folder);
		spawnSync('dd', [
			'if=/dev/zero',
			`of=${this.#filler}`,
			'bs=1M',
			`count=${Math.ceil((bavail * bsize) / 2 ** 20) + 1}`,
		]);
	}

	empty(): void {
		truncateSync(this.#filler);
	}

	/** Ends the engine, and removes all that it had. One that crashed is started for it: it ends what it left running. */
	async remove(): Promise<void> {
		await this.start().catch(() => {});
		await this.#engine?.release();
		// Lazily: containerd ends a moment after its engine.
		run('umount', '--recursive', '--lazy', this.#folder);
		rmSync(this.#folder, { recursive: true });
	}

	get #filler(): string {
		return join(this.#folder, 'filler');
	}

	#pid(file: string): number {
		return Number(readFileSync(join(this.#folder, file), 'utf8'));
	}
}

function run(program: string, ...args: string[]): void {
	const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
	if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}

function isRunning(pid: number): boolean {
	try {
		return / [^ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\)/, ''));
	} catch {
		return false;
	}
}

/** Bytes that programs can still have. */
function memory(): number {
	return Number(/MemAvailable:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]) * 1024;
}
