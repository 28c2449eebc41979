// When the pool starts labs, and how many, on a real engine.
import { expect, onTestFinished, test } from 'vitest';
import { instanceId, OWNER_LABEL } from '../../src/lab/docker/labels.ts';
import { LabPool, type PoolOptions } from '../../src/lab/pool.ts';
import { docker, labs, platform } from './docker/bench.ts';

function openPool(options: Partial<PoolOptions>): LabPool {
	const pool = new LabPool(labs, platform, { most: 3, ...options });
	onTestFinished(() => pool.close());
	return pool;
}

/** The number of this process's containers on the engine. */
async function count(): Promise<number> {
	const filters = { label: [`${OWNER_LABEL}=${instanceId()}`] };
	return (await docker.listContainers({ all: true, filters })).length;
}

test('the next lab starts after the first run in the last one, not beside it', async () => {
	const pool = openPool({ warmAfter: 60_000 });
	pool.warmUp();
	await pool.take();
	expect(await count()).toBe(1);
	pool.warmUp();
	await expect.poll(count, { timeout: 10_000 }).toBe(2);
});

test('the next lab starts even if nothing runs in the last one', async () => {
	const pool = openPool({ warmAfter: 100 });
	await pool.take();
	await expect.poll(count, { timeout: 10_000 }).toBe(2);
});

test('a lab requested before the next one is warm starts at once', async () => {
	const pool = openPool({ warmAfter: 60_000 });
	const [one, other] = await Promise.all([pool.take(), pool.take()]);
	expect(one.id).not.toBe(other.id);
});

test('a pool refuses more labs than its maximum', async () => {
	const pool = openPool({ most: 1 });
	await pool.take();
	await expect(pool.take()).rejects.toMatchObject({ code: 'too-many-labs' });
});
