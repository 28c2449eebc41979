// Requests as attackers make them: every byte is chosen, and nothing is repaired on the way.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What came back over a connection. */
export interface Answer {
	/** 0 where the connection was closed without an answer. */
	status: number;
	/** By small-letter name. */
	headers: Map<string, string>;
	body: string;
	/** Whether the connection was closed then, and not left open to nobody's use. */
	closed: boolean;
}

/** A request of one's own making. */
export interface Ask {
	method?: string;
	/** What stands in the first line, as it is. */
	target?: string;
	/** Lines such as `Host: evil.example`; none is added but `Connection: close`. */
	headers: string[];
	body?: string;
}

/** Longest silence before a connection counts as left open; in ms. */
const PATIENCE = 5000;

/** Sends a request in one piece, and reads the answer to its end. */
export function ask(port: number, { method = 'GET', target = '/', headers, body = '' }: Ask): Promise<Answer> {
	const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
	const closing = headers.some((header) => /^connection:/i.test(header)) ? [] : ['Connection: close'];
	const head = [`${method} ${target} HTTP/1.1`, ...headers, ...length, ...closing].join('\r\n');
	return exchange(port, `${head}\r\n\r\n${body}`);
}

/** Asks for a WebSocket. @param headers Host and Origin, and what else the attacker thinks of. */
export function askForSocket(port: number, headers: string[], target = '/api/socket'): Promise<Answer> {
	const handshake = [
		'Connection: Upgrade',
		'Upgrade: websocket',
		'Sec-WebSocket-Version: 13',
		'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
	];
	return ask(port, { target, headers: [...headers, ...handshake] });
}

/** Sends these bytes, and reads until the other side closes, or lets us in, or says nothing for long. */
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

/** A connection to loopback, whose later errors are those that a closed connection has. */
export async function dial(port: number, host = '127.0.0.1'): Promise<Socket> {
	const socket = connect({ port, host });
	await once(socket, 'connect');
	socket.on('error', () => {});
	return socket;
}

/**
 * Begins with these bytes, sends another now and then, until the other side closes. After no beginning it sends nothing.
 * @returns How long it let that go on, in ms; `most` if to the end.
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
