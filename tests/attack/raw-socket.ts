// A WebSocket without a WebSocket library: sends frames as an attacker writes them, and reads the close code of the refusal.
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { dial } from './raw.ts';

const CLOSE_FRAME = 8;
/** The close code when no close frame came (RFC 6455, 7.1.5). */
const ABNORMAL = 1006;

/** A frame as a browser sends it: final, masked. @param first Overrides the first byte. */
export function frame(opcode: number, payload: string | Buffer, first = 0x80 | opcode): Buffer {
	const bytes = Buffer.from(payload);
	const long = bytes.length > 0xffff ? 127 : bytes.length > 125 ? 126 : bytes.length;
	const size = Buffer.alloc(long === 127 ? 8 : long === 126 ? 2 : 0);
	if (long === 127) size.writeBigUInt64BE(BigInt(bytes.length));
	else if (long === 126) size.writeUInt16BE(bytes.length);
	// A mask of zeros leaves the payload unchanged.
	return Buffer.concat([Buffer.from([first, 0x80 | long]), size, Buffer.alloc(4), bytes]);
}

export class RawSocket {
	readonly socket: Socket;
	/** All received text frames, concatenated. */
	said = '';
	#unread = Buffer.alloc(0);
	#code = ABNORMAL;

	/** Opens a socket from our own origin. @param first The first message. */
	static async open(port: number, first?: object): Promise<RawSocket> {
		const socket = await dial(port);
		const own = `127.0.0.1:${port}`;
		const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13';
		const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
		socket.write(`GET /api/socket HTTP/1.1\r\nHost: ${own}\r\nOrigin: http://${own}\r\n${upgrade}\r\n${key}\r\n\r\n`);
		const [answer] = await once(socket, 'data');
		if (!String(answer).startsWith('HTTP/1.1 101')) throw new Error(String(answer));
		const opened = new RawSocket(socket);
		if (first) opened.socket.write(frame(1, JSON.stringify(first)));
		return opened;
	}

	private constructor(socket: Socket) {
		this.socket = socket;
		socket.on('data', (bytes: Buffer) => this.#read(bytes));
	}

	/** Resolves with the close code when the connection has ended. */
	async closed(): Promise<number> {
		if (!this.socket.closed) await new Promise((resolve) => this.socket.once('close', resolve));
		return this.#code;
	}

	#read(bytes: Buffer): void {
		this.#unread = Buffer.concat([this.#unread, bytes]);
		for (let head = this.#head(); head && this.#unread.length >= head.end; head = this.#head()) {
			const payload = this.#unread.subarray(head.begin, head.end);
			if (head.opcode === CLOSE_FRAME) {
				this.#code = payload.length < 2 ? 1005 : payload.readUInt16BE();
				this.socket.destroy();
			} else if (head.opcode < CLOSE_FRAME) this.said += payload;
			this.#unread = this.#unread.subarray(head.end);
		}
	}

	/** The bounds of the next frame's payload; a server's frames are not masked. */
	#head(): { opcode: number; begin: number; end: number } | undefined {
		const bytes = this.#unread;
		const begin = bytes[1] === 127 ? 10 : bytes[1] === 126 ? 4 : 2;
		if (bytes.length < begin) return undefined;
		const short = bytes[1] as number;
		const length = short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short;
		return { opcode: (bytes[0] as number) & 0xf, begin, end: begin + length };
	}
}
