// A server that makes every mistake at its door. The attacks of door-attacks.ts must succeed here, so that their failure
// elsewhere means something. It runs nothing: it only says that it did.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Target } from './target.ts';

/** Starts it, on every address of the machine. */
export async function startBadServer(): Promise<Target> {
	const server = createServer({ requireHostHeader: false, insecureHTTPParser: true }, (request, reply) => {
		reply.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
		reply.setHeader('access-control-allow-private-network', 'true');
		reply.setHeader('set-cookie', 'bearer=secret');
		const isSession = request.url?.includes('/api/session');
		reply.setHeader('content-type', isSession ? 'application/json' : 'text/html');
		reply.end(isSession ? '{"bearer":"secret"}' : '<title>Come in</title>');
	});
	const sockets = new WebSocketServer({ server });
	sockets.on('connection', (socket) => {
		socket.on('message', () => socket.send('{"type":"run","run":{"phase":"running"}}'));
	});
	server.listen(0);
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		code: () => 'code',
		async close() {
			for (const socket of sockets.clients) socket.terminate();
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
