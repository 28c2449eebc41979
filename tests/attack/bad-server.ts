// A server whose door has every flaw. The attacks of door-attacks.ts must succeed here, so that their failure elsewhere proves
// something. It runs nothing and only claims that it did.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Target } from './target.ts';

const PAGE = ['text/html', '<title>Come in</title><!-- the code is code, the bearer secret -->'] as const;
/** Its answers and their content types, by a part of the URL. */
const content: [place: string, type: string, text: string][] = [
	['/api/session', 'application/json', '{"bearer":"secret"}'],
	['.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'],
	['.js', 'text/javascript', ''],
	['.css', 'text/css', ''],
];

/** Starts it on all addresses of the machine. */
export async function startBadServer(): Promise<Target> {
	const server = createServer({ requireHostHeader: false, insecureHTTPParser: true }, (request, reply) => {
		reply.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
		reply.setHeader('access-control-allow-headers', 'content-type');
		reply.setHeader('access-control-allow-private-network', 'true');
		reply.setHeader('set-cookie', 'bearer=secret');
		const [type, text] = content.find(([place]) => request.url?.includes(place))?.slice(1) ?? PAGE;
		reply.setHeader('content-type', type).end(text);
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
