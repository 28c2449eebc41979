// Requests as attackers make them: the test chooses every byte, and no library corrects any.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** The answer on a connection. */
export interface Answer {
	/** 0 when the connection was closed without an answer. */
	status: number;
	/** By lower-case name. */
	headers: Map<string, string>;
	body: string;
	/** Whether the server closed the connection afterwards. */
	closed: boolean;
}

/** A handmade request. */
export interface Ask {
	method?: string;
	/** The request target, sent unchanged. */
	target?: string;
	/** Header lines such as `Host: evil.example`; only `Connection: close` and a body's length are added. */
	headers: string[];
	body?: string;
}

/** The silence after which a connection counts as left open; in ms. */
const PATIENCE = 5000;

/** Sends a request in one piece, and reads the whole answer. */
export function ask(port: number, { method = 'GET', target = '/', headers, body = '' }: Ask): Promise<Answer> {
	const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
	const closing = headers.some((header) => /^connection:/i.test(header)) ? [] : ['Connection: close'];
	const head = [`${method} ${target} HTTP/1.1`, ...headers, ...length, ...closing].join('\r\n');
	return exchange(port, `${head}\r\n\r\n${body}`);
}

/** Requests a WebSocket. @param headers Host, Origin and any others. */
export function askForSocket(port: number, headers: string[], target = '/api/socket'): Promise<Answer> {
	const handshake = [
		'Connection: Upgrade',
		'Upgrade: websocket',
		'Sec-WebSocket-Version: 13',
		'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
	];
	return ask(port, { target, headers: [...headers, ...handshake] });
}

/** Sends bytes, and reads until the server closes, upgrades the connection, or stays silent. */
export async function exchange(port: number, bytes: string | Buffer): Promise<Answer> {
	const socket = await dial(port);
	let said = '';
	socket.on('data', (chunk: Buffer) => {
		said += chunk.toString('latin1');
		if (said.includes('HTTP/1.1 101')) socket.destroy();
	});
	let closed = true;
	socket.setTimeout(PATIENCE, () => {
		closed = false;
		socket.destroy();
	});
	socket.write(bytes);
	await once(socket, 'close');
	return { ...parse(said), closed };
}

/** A connection to loopback; its later errors are those of a closed connection, and are ignored. */
export async function dial(port: number, host = '127.0.0.1'): Promise<Socket> {
	const socket = connect({ port, host });
	await once(socket, 'connect');
	socket.on('error', () => {});
	return socket;
}

/**
 * Sends the first bytes, then another one at intervals, until the server closes. Without first bytes it sends nothing.
 * @returns How long the server tolerated it, in ms; `most` if it never closed.
 */
export async function drip(port: number, begin: string, most: number): Promise<number> {
	const socket = await dial(port);
	const began = performance.now();
	let closed = false;
	socket.on('close', () => {
		closed = true;
	});
	socket.resume();
	socket.write(begin);
	while (!closed && performance.now() - began < most) {
		await delay(250);
		if (begin) socket.write('x');
	}
	socket.destroy();
	return performance.now() - began;
}

function parse(said: string): Omit<Answer, 'closed'> {
	const end = said.indexOf('\r\n\r\n');
	const [first = '', ...lines] = said.slice(0, Math.max(0, end)).split('\r\n');
	const headers = lines.map((line): [string, string] => {
		const colon = line.indexOf(':');
		return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
	});
	return { status: Number(first.split(' ')[1] ?? 0), headers: new Map(headers), body: said.slice(end + 4) };
}
