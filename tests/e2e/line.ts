// A proxy between a browser and the companion, whose connections a test can cut, hold and restore.
import { createServer, connect as dial, type Server, type Socket } from 'node:net';

/** Forwards bytes to the companion until it is cut. */
export class Line {
	readonly #sockets = new Set<Socket>();
	readonly #server: Server;
	#whole = true;

	constructor(port: number) {
		this.#server = createServer((from) => {
			if (!this.#whole) return void from.destroy();
			const to = dial(port, '127.0.0.1');
			for (const [socket, other] of [
				[from, to],
				[to, from],
			] as const) {
				this.#sockets.add(socket);
				socket.on('error', () => {});
				socket.on('close', () => {
					this.#sockets.delete(socket);
					other.destroy();
				});
				socket.pipe(other);
			}
		});
	}

	open(): Promise<number> {
		return new Promise((resolve) => {
			this.#server.listen(0, '127.0.0.1', () => resolve((this.#server.address() as { port: number }).port));
		});
	}

	cut(): void {
		this.#whole = false;
		for (const socket of this.#sockets) socket.destroy();
	}

	mend(): void {
		this.#whole = true;
	}

	/** Holds all bytes back, as while a machine sleeps. */
	hold(): void {
		for (const socket of this.#sockets) socket.pause();
	}

	release(): void {
		for (const socket of this.#sockets) socket.resume();
	}

	close(): void {
		this.cut();
		this.#server.close();
	}
}
