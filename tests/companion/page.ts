// A page without a browser: the companion's HTTP and WebSocket as a page uses them.
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
	/** Everything the companion said, oldest first. */
	readonly said: ServerMessage[] = [];
	/** Output by channel, and whether pieces came in order without double, or gap that was not told. */
	readonly output = new Map<number, Buffer>();
	seamless = true;
	/** By channel, up to which offset it came. */
	readonly #came = new Map<number, number>();
	/** Whether it says how far it has drawn; a page that does not is a slow reader. */
	reading = true;
	/** The code with which the companion closed the connection. */
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

	/** The latest that was said of a snippet's run. */
	run(snippet: string): RunState | undefined {
		return this.said
			.flatMap((message) => (message.type === 'run' && message.run.snippet === snippet ? message.run : []))
			.at(-1);
	}

	/** Runs a snippet, or an edited one, to its end. */
	async runToEnd(snippet: string, code?: string): Promise<RunState & { text: string }> {
		const last = this.run(snippet)?.id;
		const size = { cols: 80, rows: 24 };
		this.send(code === undefined ? { type: 'run', snippet, ...size } : { type: 'run-edited', snippet, code, ...size });
		return this.end(snippet, last);
	}

	/** Waits for the end of a snippet's run, other than the one of that id. */
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

	/** What came on a channel, as text with plain line ends. */
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

	/** Goes away without a word, as a browser does that is closed. */
	async close(): Promise<void> {
		if (this.#socket.readyState === WebSocket.CLOSED) return;
		this.#socket.terminate();
		await once(this.#socket, 'close').catch(() => {});
	}
}
