// Tests the census itself: it notices a leak of each kind, made on purpose.
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { labels } from '../../src/lab/docker/labels.ts';
import { docker, image } from '../lab/docker/bench.ts';
import { census, leftSince } from './stage.ts';

/** Each function leaks something, and returns a function that removes it. */
const leaks: Record<string, () => Promise<() => unknown>> = {
	containers: async () => {
		const container = await docker.createContainer({ Image: image, Labels: labels('test') });
		return () => container.remove({ v: true });
	},
	volumes: async () => {
		const { name } = await docker.createVolume({ Labels: labels('test') });
		return () => docker.getVolume(name).remove();
	},
	networks: async () => {
		const network = await docker.createNetwork({ Name: `underbridge-test-${process.pid}`, Labels: labels('test') });
		return () => network.remove();
	},
	descriptors: async () => {
		const descriptor = openSync('/dev/null', 'r');
		return () => closeSync(descriptor);
	},
	timers: async () => {
		const timer = setTimeout(() => {}, 60_000);
		return () => clearTimeout(timer);
	},
	sockets: async () => {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return () => new Promise((resolve) => server.close(resolve));
	},
};

test.each(Object.entries(leaks))('%s that are left behind are noticed', async (kind, leak) => {
	const before = await census();
	const remove = await leak();
	onTestFinished(async () => void (await remove()));
	expect((await leftSince(before, docker, 1000)).join()).toContain(kind);
});
