// A reader that clicks Run and measures the time to the first byte and to the end.
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { decodeFrame } from '../../src/protocol/frames.ts';
import type { ClientMessage, RunState, ServerMessage } from '../../src/protocol/messages.ts';

/** The result of a click; times in ms since the click. */
export interface Click {
	run: RunState;
	text: string;
	/** Undefined if nothing was printed. */
	firstByte: number | undefined;
	/** Time until the run had ended and all its output had arrived. */
	end: number;
}

export class Clicker {
	readonly #socket: WebSocket;
	#take: (message: ServerMessage) => void = () => {};
	#print: (channel: number, bytes: Buffer) => void = () => {};
	/** The runs that the companion has announced so far. */
	readonly #known = new Set<string>();

	static async open(origin: string, bearer: string, page: string): Promise<Clicker> {
		const socket = new WebSocket(`${origin.replace('http', 'ws')}/api/socket`, { origin });
		socket.binaryType = 'arraybuffer';
		await once(socket, 'open');
		const clicker = new Clicker(socket);
		const welcome = new Promise<void>((resolve) => {
			clicker.#take = ({ type }) => type === 'welcome' && resolve();
		});
		clicker.#send({ type: 'hello', bearer, page, language: 'en' });
		await welcome;
		return clicker;
	}

	private constructor(socket: WebSocket) {
		this.#socket = socket;
		socket.on('message', (data: ArrayBuffer, binary: boolean) => {
			if (!binary) {
				const message: ServerMessage = JSON.parse(Buffer.from(data).toString());
				this.#take(message);
				if (message.type === 'run') this.#known.add(message.run.id);
				return;
			}
			const { channel, offset, bytes } = decodeFrame(data);
			this.#send({ type: 'seen', channel, offset: offset + bytes.length });
			this.#print(channel, Buffer.from(bytes));
		});
	}

	/**
	 * Runs a block, or an edited version of it, to its end.
	 * @throws Error when it is refused, or the connection ends
	 */
	click(snippet: string, code?: string): Promise<Click> {
		const size = { cols: 80, rows: 24 };
		return new Promise((resolve, reject) => {
			const began = performance.now();
			const before = new Set(this.#known);
			const pieces: Buffer[] = [];
			let run: RunState | undefined;
			let came = 0;
			let firstByte: number | undefined;
			const settle = () => {
				if (!run || run.phase === 'starting' || run.phase === 'running' || came < run.printed) return;
				this.#socket.off('close', reject);
				resolve({ run, text: Buffer.concat(pieces).toString(), firstByte, end: performance.now() - began });
			};
			this.#socket.once('close', reject);
			this.#take = (message) => {
				if (message.type === 'refused') reject(new Error(message.why));
				if (message.type === 'run' && message.run.snippet === snippet && !before.has(message.run.id)) run = message.run;
				if (message.type === 'gap' && message.channel === run?.channel) came = message.to;
				settle();
			};
			this.#print = (channel, bytes) => {
				if (channel !== run?.channel) return;
				firstByte ??= performance.now() - began;
				pieces.push(bytes);
				came += bytes.length;
				settle();
			};
			this.#send(
				code === undefined ? { type: 'run', snippet, ...size } : { type: 'run-edited', snippet, code, ...size },
			);
		});
	}

	/** Resets the lab. */
	reset(): void {
		this.#send({ type: 'reset' });
	}

	/** Opens a shell like the terminal. */
	openShell(shell: string): Promise<void> {
		return new Promise((resolve) => {
			this.#take = (message) => message.type === 'shell' && message.shell.open && resolve();
			this.#send({ type: 'attach', shell, cols: 80, rows: 24 });
		});
	}

	close(): void {
		this.#socket.removeAllListeners('close');
		this.#socket.terminate();
	}

	#send(message: ClientMessage): void {
		if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
	}
}

/** The percentile of values, e.g. `95` hundredths for p95. */
export function percentile(values: number[], hundredths: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * hundredths) / 100))] ?? Number.NaN;
}
