// A Docker engine that a test may kill, stop and fill up. It has its own disk in memory, and its own network namespace, which keeps
// its bridge and firewall rules apart from any other engine's.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import { connect } from '../../src/lab/docker/engine/address.ts';
import { findDockerd, type PrivateEngine, startPrivateEngine } from '../../src/lab/docker/engine/private.ts';

/** The size of its disk in bytes; the lab image takes half of it. */
const DISK = 2 ** 31;
const LEAST_MEMORY = 6 * 2 ** 30;

/** Whether a test can start one on this machine: on Linux as root, with dockerd and enough memory. */
export const canHaveOwnEngine =
	process.platform === 'linux' && process.getuid?.() === 0 && findDockerd() !== undefined && memory() > LEAST_MEMORY;

export class OwnEngine {
	readonly docker: Docker;
	readonly #folder: string;
	readonly #dockerd: string;
	#engine: PrivateEngine | undefined;

	/** Starts an engine with one image copied from another engine. */
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

	/** Starts the engine, if it is not running. */
	async start(): Promise<void> {
		this.#engine = await startPrivateEngine(this.#dockerd, this.#folder);
	}

	/** Ends the engine and its containerd as a crash does. */
	async crash(): Promise<void> {
		const pids = ['pid', 'exec/containerd/containerd.pid'].map((file) => this.#pid(file));
		for (const pid of pids) process.kill(pid, 'SIGKILL');
		while (pids.some(isRunning)) await delay(10);
	}

	/** Restarts the engine as a service manager does. */
	async restart(): Promise<void> {
		await this.#engine?.release();
		await this.start();
	}

	/** Until `thaw`, the engine accepts connections but does not answer. */
	freeze(): void {
		process.kill(this.#pid('pid'), 'SIGSTOP');
	}

	thaw(): void {
		process.kill(this.#pid('pid'), 'SIGCONT');
	}

	/** Fills the engine's disk completely, until `empty`. */
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

	/** Ends the engine and removes its files. A crashed engine is started first, so that it ends what it left running. */
	async remove(): Promise<void> {
		await this.start().catch(() => {});
		await this.#engine?.release();
		// A lazy unmount, because containerd ends a moment after its engine.
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

/** Available memory, in bytes. */
function memory(): number {
	return Number(/MemAvailable:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]) * 1024;
}
