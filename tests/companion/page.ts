// A page without a browser: uses the companion's HTTP and WebSocket as a page does.
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { decodeFrame } from '../../src/protocol/frames.ts';
import type { ClientMessage, RunState, ServerMessage } from '../../src/protocol/messages.ts';

/** Exchanges a link's code for a bearer. */
export async function bearerOf(link: string): Promise<string> {
	const { origin, hash } = new URL(link);
	const answer = await fetch(`${origin}/api/session`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ code: hash.slice('#code='.length) }),
	});
	if (!answer.ok) throw new Error(`no bearer: ${answer.status}`);
	return ((await answer.json()) as { bearer: string }).bearer;
}

export class Page {
	/** All messages from the companion, oldest first. */
	readonly said: ServerMessage[] = [];
	/** Output by channel. */
	readonly output = new Map<number, Buffer>();
	/** Whether all frames came in order, without a duplicate or an unreported gap. */
	seamless = true;
	/** The offset of the next byte, by channel. */
	readonly #came = new Map<number, number>();
	/** Whether the page acknowledges output; a page that does not is a slow reader. */
	reading = true;
	/** Resolves with the close code. */
	readonly closed: Promise<number>;
	readonly #socket: WebSocket;

	static async open(origin: string, bearer: string, page: string, language = 'en'): Promise<Page> {
		const socket = new WebSocket(`${origin.replace('http', 'ws')}/api/socket`, { origin });
		socket.binaryType = 'arraybuffer';
		const opened = new Page(socket);
		await once(socket, 'open');
		opened.send({ type: 'hello', bearer, page, language });
		await opened.until(() => opened.said.some(({ type }) => type === 'welcome'));
		return opened;
	}

	private constructor(socket: WebSocket) {
		this.#socket = socket;
		this.closed = new Promise((resolve) => socket.once('close', resolve));
		socket.on('message', (data: Buffer | ArrayBuffer, binary: boolean) => {
			if (!binary) {
				const message: ServerMessage = JSON.parse(Buffer.from(data as ArrayBuffer).toString());
				this.said.push(message);
				if (message.type === 'gap') this.#came.set(message.channel, message.to);
				return;
			}
			const { channel, offset, bytes } = decodeFrame(data as ArrayBuffer);
			if ((this.#came.get(channel) ?? 0) !== offset) this.seamless = false;
			this.#came.set(channel, offset + bytes.length);
			this.output.set(channel, Buffer.concat([this.output.get(channel) ?? Buffer.alloc(0), bytes]));
			if (this.reading) this.send({ type: 'seen', channel, offset: offset + bytes.length });
		});
	}

	send(message: ClientMessage): void {
		this.#socket.send(JSON.stringify(message));
	}

	/** The latest state of a snippet's run. */
	run(snippet: string): RunState | undefined {
		return this.said
			.flatMap((message) => (message.type === 'run' && message.run.snippet === snippet ? message.run : []))
			.at(-1);
	}

	/** Runs a snippet, or an edit of it, to its end. */
	async runToEnd(snippet: string, code?: string): Promise<RunState & { text: string }> {
		const last = this.run(snippet)?.id;
		const size = { cols: 80, rows: 24 };
		this.send(code === undefined ? { type: 'run', snippet, ...size } : { type: 'run-edited', snippet, code, ...size });
		return this.end(snippet, last);
	}

	/** Waits for the end of a snippet's run whose id is not `other`. */
	async end(snippet: string, other?: string): Promise<RunState & { text: string }> {
		const over = () => {
			const run = this.run(snippet);
			if (!run || run.id === other || run.phase === 'starting' || run.phase === 'running') return false;
			return !this.reading || (this.#came.get(run.channel) ?? 0) >= run.printed;
		};
		await this.until(over);
		const run = this.run(snippet) as RunState;
		return { ...run, text: this.text(run.channel) };
	}

	/** A channel's output as text, with `\n` line ends. */
	text(channel: number): string {
		return (this.output.get(channel)?.toString() ?? '').replaceAll('\r\n', '\n');
	}

	async until(holds: () => boolean, patience = 60_000): Promise<void> {
		for (const started = performance.now(); !holds(); await delay(10)) {
			if (performance.now() - started > patience) {
				throw new Error(`it never came true; last said: ${JSON.stringify(this.said.slice(-3))}`);
			}
		}
	}

	/** Drops the connection without a close frame, like a browser that is closed. */
	async close(): Promise<void> {
		if (this.#socket.readyState === WebSocket.CLOSED) return;
		this.#socket.terminate();
		await once(this.#socket, 'close').catch(() => {});
	}
}
