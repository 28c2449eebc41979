// One page's WebSocket: authenticates it, does what it asks, and sends it runs and their output, no faster
// than the page says it has drawn.
import type { WebSocket } from 'ws';
import { encodeFrame } from '../protocol/frames.ts';
import { ClientMessage, type LabState, type ServerMessage } from '../protocol/messages.ts';
import { findSnippet, type Manifest } from '../snippets/manifest.ts';
import type { Reader, ReaderWatcher } from './reader.ts';
import type { Run } from './run.ts';

/** Bytes of a run sent beyond what the page has drawn. */
const WINDOW = 256 * 1024;
/** Bytes of a run printed beyond what the page has drawn, before the lab is made to wait. */
const BACKLOG = 512 * 1024;
/** Time for the first message, in ms. */
const HELLO_WITHIN = 5000;

/** Close codes of our own (RFC 6455 leaves 4000 to 4999 to applications). */
export const CLOSE = { unknownBearer: 4401, tooManyPages: 4429 } as const;
const POLICY_VIOLATION = 1008;
/** Pages of one reader at most. */
const MOST_PAGES = 8;

interface Progress {
	run: Run;
	sent: number;
	seen: number;
}

export interface ConnectionContext {
	manifest: () => Manifest;
	engine: string | null;
	/** Who holds the bearer. */
	reader: (bearer: string) => Reader | undefined;
}

export class Connection implements ReaderWatcher {
	readonly #socket: WebSocket;
	readonly #context: ConnectionContext;
	readonly #progress = new Map<string, Progress>();
	#reader: Reader | undefined;
	#page = '';
	#language = '';

	constructor(socket: WebSocket, context: ConnectionContext) {
		this.#socket = socket;
		this.#context = context;
		const impatience = setTimeout(() => socket.close(POLICY_VIOLATION, 'hello expected'), HELLO_WITHIN);
		socket.on('message', (data: Buffer, isBinary: boolean) => {
			const message = isBinary ? undefined : parse(data);
			clearTimeout(impatience);
			if (message && this.#reader) this.#take(message, this.#reader);
			else if (message?.type === 'hello') this.#greet(message);
			else socket.close(POLICY_VIOLATION, 'not a message for now');
		});
		socket.on('error', () => socket.terminate());
		socket.on('close', () => {
			clearTimeout(impatience);
			this.#reader?.watchers.delete(this);
			for (const { run } of this.#progress.values()) run.shell?.resume();
		});
	}

	labChanged(lab: LabState): void {
		this.#send({ type: 'lab', lab });
	}

	changed(run: Run): void {
		if (run.snippet.page !== this.#page) return;
		if (!this.#progress.has(run.id)) this.#progress.set(run.id, { run, sent: 0, seen: 0 });
		// The state first: it tells which run the frames on this channel belong to.
		this.#send({ type: 'run', run: run.state });
		this.#pump(run);
	}

	printed(run: Run): void {
		this.#pump(run);
	}

	#greet({ bearer, page, language }: Extract<ClientMessage, { type: 'hello' }>): void {
		const reader = this.#context.reader(bearer);
		if (!reader || reader.watchers.size >= MOST_PAGES) {
			if (reader) this.#socket.close(CLOSE.tooManyPages, 'too many pages');
			else this.#socket.close(CLOSE.unknownBearer, 'unknown bearer');
			return;
		}
		this.#reader = reader;
		this.#page = page;
		this.#language = language;
		reader.watchers.add(this);
		reader.touch();
		this.#send({ type: 'welcome', lab: reader.lab, engine: this.#context.engine });
		for (const run of reader.runsOf(page)) this.changed(run);
	}

	#take(message: ClientMessage, reader: Reader): void {
		switch (message.type) {
			case 'hello':
				this.#socket.close(POLICY_VIOLATION, 'one hello is enough');
				break;
			case 'run':
				this.#run(message, reader);
				break;
			default: {
				const run = reader.findRun(message.run);
				if (run) this.#control(run, message, reader);
			}
		}
	}

	#control(run: Run, message: Exclude<ClientMessage, { type: 'hello' | 'run' }>, reader: Reader): void {
		if (message.type === 'seen') {
			this.#see(run, message.offset);
			return;
		}
		reader.touch();
		if (message.type === 'stop') run.stop();
		else if (message.type === 'input') run.shell?.input(Buffer.from(message.data));
		else run.shell?.resize(message);
	}

	#run({ snippet: reference, cols, rows }: Extract<ClientMessage, { type: 'run' }>, reader: Reader): void {
		const manifest = this.#context.manifest();
		const snippet = findSnippet(manifest, reference);
		const page = snippet && manifest.pages[snippet.page];
		const started =
			snippet?.runnable && page
				? reader.run({ snippet, page, language: this.#language, size: { cols, rows } })
				: 'unknown-snippet';
		if (typeof started === 'string') this.#send({ type: 'refused', why: started, snippet: reference });
	}

	#see(run: Run, offset: number): void {
		const progress = this.#progress.get(run.id);
		if (!progress || offset < progress.seen || offset > progress.sent) return;
		progress.seen = offset;
		this.#pump(run);
		if (run.output.end - progress.seen < BACKLOG) run.shell?.resume();
	}

	/** Sends what there is of a run's output within the page's window, and makes the lab wait for a page far behind. */
	#pump(run: Run): void {
		const progress = this.#progress.get(run.id);
		if (!progress) return;
		const { output } = run;
		if (progress.sent < output.start) {
			this.#send({ type: 'gap', run: run.id, from: progress.sent, to: output.start });
			progress.sent = output.start;
			progress.seen = output.start;
		}
		const room = progress.seen + WINDOW - progress.sent;
		if (progress.sent < output.end && room > 0) {
			const bytes = output.read(progress.sent, room);
			this.#socket.send(encodeFrame({ channel: run.channel, offset: progress.sent, bytes }));
			progress.sent += bytes.length;
		}
		if (output.end - progress.seen > BACKLOG) run.shell?.pause();
	}

	#send(message: ServerMessage): void {
		this.#socket.send(JSON.stringify(message));
	}
}

/** The message that these bytes are, if they are one. */
function parse(data: Buffer): ClientMessage | undefined {
	try {
		return ClientMessage.parse(JSON.parse(data.toString('utf8')));
	} catch {
		return undefined;
	}
}
