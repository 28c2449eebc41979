// The page's connection, over real sockets to a server that says and does what a companion may.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';
import { CompanionTransport } from '../../../src/client/transport/companion-transport.ts';
import type { TransportMessage } from '../../../src/client/transport/transport.ts';
import { encodeFrame, type OutputFrame } from '../../../src/protocol/frames.ts';
import { CLOSE, TOO_MANY_MESSAGES } from '../../../src/protocol/limits.ts';
import type { ServerMessage } from '../../../src/protocol/messages.ts';

const welcome: ServerMessage = {
	type: 'welcome',
	lab: { state: 'none' },
	engine: '29.0.1',
	can: ['reset', 'tty'],
	runs: [],
};

/** A server, and a transport that is connected to it; `next` waits for the page's next connection and its first message. */
async function connected({ welcomes = true, bearer = 'the bearer' as string | null } = {}) {
	const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
	await once(server, 'listening');
	onTestFinished(() => {
		for (const client of server.clients) client.terminate();
		server.close();
	});
	const heard: unknown[] = [];
	const sockets: ServerSocket[] = [];
	server.on('connection', (socket) => {
		sockets.push(socket);
		socket.on('message', (data) => {
			const message = JSON.parse(String(data));
			heard.push(message);
			if (message.type === 'hello' && welcomes) socket.send(JSON.stringify(welcome));
		});
	});
	const forgotten: string[] = [];
	const transport = new CompanionTransport({
		host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
		page: 'docker0',
		language: 'ko',
		bearer: async () => bearer,
		forgetBearer: () => forgotten.push('bearer'),
		retryAfter: [100],
	});
	const states: string[] = [];
	const said: TransportMessage[] = [];
	const frames: OutputFrame[] = [];
	transport.listen({
		state: (state, loss) => states.push(state === 'lost' ? `lost: ${loss}` : state),
		message: (message) => said.push(message),
		output: (frame) => frames.push(frame),
	});
	await transport.connect();
	return { transport, server, sockets, heard, states, said, frames, forgotten };
}

test('it says who is there, is open when it is welcome, and passes messages and output both ways', async () => {
	const { transport, sockets, heard, states, said, frames } = await connected();
	await expect.poll(() => states).toEqual(['connecting', 'open']);
	expect(heard).toEqual([{ type: 'hello', bearer: 'the bearer', page: 'docker0', language: 'ko' }]);
	expect(said).toEqual([welcome]);
	expect(transport.send({ type: 'stop', run: 'one' })).toBe(true);
	await expect.poll(() => heard.at(-1)).toEqual({ type: 'stop', run: 'one' });
	sockets[0]?.send(encodeFrame({ channel: 7, offset: 3, bytes: new Uint8Array([1, 2]) }));
	await expect.poll(() => frames).toEqual([{ channel: 7, offset: 3, bytes: new Uint8Array([1, 2]) }]);
});

test('nothing is sent before it is welcome', async () => {
	const { transport, heard } = await connected({ welcomes: false });
	await expect.poll(() => heard.length).toBe(1);
	expect(transport.send({ type: 'reset' })).toBe(false);
	expect(transport.state).toBe('connecting');
});

test('without a bearer the page is read, and nobody is asked', async () => {
	const { transport, states, sockets } = await connected({ bearer: null });
	expect(states).toEqual(['connecting', 'reading']);
	expect(sockets).toEqual([]);
	expect(transport.send({ type: 'reset' })).toBe(false);
});

test('a bearer that the companion does not know is forgotten, and the page is read', async () => {
	const { states, sockets, forgotten } = await connected();
	await expect.poll(() => states.at(-1)).toBe('open');
	sockets[0]?.close(CLOSE.unknownBearer);
	await expect.poll(() => states).toEqual(['connecting', 'open', 'reading']);
	expect(forgotten).toEqual(['bearer']);
});

test.each([
	[CLOSE.tooManyPages, '', 'too-many-pages'],
	[CLOSE.tooManyConnections, '', 'too-many-connections'],
	[CLOSE.tooBig, '', 'too-much-sent'],
	[CLOSE.policy, TOO_MANY_MESSAGES, 'too-much-sent'],
	[CLOSE.policy, 'not a message for now', 'no-answer'],
])('a connection closed with %i %s is lost (%s), and comes back by itself', async (code, reason, loss) => {
	const { transport, states, sockets, said } = await connected();
	await expect.poll(() => states.at(-1)).toBe('open');
	sockets[0]?.close(code, reason);
	await expect.poll(() => states).toEqual(['connecting', 'open', `lost: ${loss}`, 'open']);
	expect(transport.loss).toBe(loss);
	expect(said).toEqual([welcome, welcome]);
});

test('who tries again twice has one connection', async () => {
	const { transport, states, sockets, server } = await connected();
	await expect.poll(() => states.at(-1)).toBe('open');
	sockets[0]?.close();
	await expect.poll(() => states.at(-1), { interval: 5 }).toMatch(/^lost/);
	transport.retry();
	transport.retry();
	await expect.poll(() => states.at(-1)).toBe('open');
	await expect.poll(() => server.clients.size).toBe(1);
	expect(states).toEqual(['connecting', 'open', 'lost: no-answer', 'open']);
});

test('what listens later is told at once how it stands', async () => {
	const { transport, states } = await connected();
	await expect.poll(() => states.at(-1)).toBe('open');
	const told: string[] = [];
	transport.listen({ state: (state) => told.push(state) });
	expect(told).toEqual(['open']);
});
