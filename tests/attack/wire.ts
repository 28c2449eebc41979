// A tap on the connection to the engine: records a companion's requests exactly as sent.
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { connect as connectDocker } from '../../src/lab/docker/engine/address.ts';

/** One request to the engine. */
interface EngineCall {
	method: string;
	path: string;
	body: string;
}

/** An engine behind a tap. */
export interface Wire {
	docker: Docker;
	/** All requests, oldest first. */
	calls: EngineCall[];
	/** The programs executed in containers, with their arguments. */
	executed(): string[][];
	close(): Promise<void>;
}

/** Starts a proxy to the engine at that address. The returned client uses the proxy. */
export async function tap(url: string): Promise<Wire> {
	const folder = await mkdtemp(join(tmpdir(), 'underbridge-wire-'));
	const path = join(folder, 'engine.sock');
	const calls: EngineCall[] = [];
	const open = new Set<Socket>();
	const server = createServer((client) => {
		const engine = connect(addressOf(url));
		client.on('data', reader(calls));
		for (const [from, to] of [
			[client, engine],
			[engine, client],
		] as const) {
			open.add(from);
			from.pipe(to);
			from.on('error', () => to.destroy());
			from.on('close', () => open.delete(from) && to.destroy());
		}
	});
	await new Promise<void>((resolve) => server.listen(path, resolve));
	return {
		docker: connectDocker({ url: `unix://${path}` }),
		calls,
		executed: () =>
			calls.filter((call) => /^\/containers\/\w+\/exec$/.test(call.path)).map(({ body }) => JSON.parse(body).Cmd),
		async close() {
			for (const socket of open) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
			await rm(folder, { recursive: true });
		},
	};
}

function addressOf(url: string): { path: string } | { host: string; port: number } {
	if (url.startsWith('unix://')) return { path: url.slice('unix://'.length) };
	const { hostname, port } = new URL(url);
	return { host: hostname, port: Number(port) };
}

/** Reads the requests of one connection, up to the one that upgrades it to a stream. */
function reader(calls: EngineCall[]): (bytes: Buffer) => void {
	let unread = Buffer.alloc(0);
	let streaming = false;
	return (bytes) => {
		if (streaming) return;
		unread = Buffer.concat([unread, bytes]);
		for (let end = unread.indexOf('\r\n\r\n'); end >= 0 && !streaming; end = unread.indexOf('\r\n\r\n')) {
			const head = unread.toString('latin1', 0, end);
			const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
			if (unread.length < end + 4 + length) return;
			const [method = '', path = ''] = head.split(' ');
			calls.push({ method, path, body: unread.toString('utf8', end + 4, end + 4 + length) });
			unread = unread.subarray(end + 4 + length);
			streaming = /^upgrade:/im.test(head);
		}
	};
}
