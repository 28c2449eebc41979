// One page's WebSocket: authenticates it, does what it asks, and sends it runs and their output, no faster
// than the page says it has drawn.
import type { WebSocket } from 'ws';
import { encodeFrame } from '../protocol/frames.ts';
import { CLOSE, MOST_PAGES, TOO_MANY_MESSAGES } from '../protocol/limits.ts';
import { ClientMessage, type LabState, type ServerMessage } from '../protocol/messages.ts';
import { findSnippet, type Manifest } from '../snippets/manifest.ts';
import { Allowance } from './allowance.ts';
import type { Place } from './lab-session.ts';
import type { LabShell } from './lab-shell.ts';
import type { Reader, ReaderWatcher } from './reader.ts';
import type { Run } from './run.ts';
import type { Stream } from './stream.ts';

/** Bytes of a stream sent beyond what the page has drawn. */
const WINDOW = 256 * 1024;
/** Bytes of a stream printed beyond what the page has drawn, before the lab is made to wait. */
const BACKLOG = 512 * 1024;
/** Time for the first message, in ms. */
const HELLO_WITHIN = 5000;

/** Messages of a page at once, and in each second; tens of keys and a few clicks in a second are many. */
const MESSAGES = { most: 2000, perSecond: 200 };
/** Bytes that may wait for a page that reads nothing, before it is given up. */
const MOST_UNREAD = 8 * 1024 * 1024;

interface Progress {
	stream: Stream;
	sent: number;
	seen: number;
}

export interface ConnectionContext {
	manifest: () => Manifest;
	engine: string | null;
	/** Who holds the bearer. */
	reader: (bearer: string) => Reader | undefined;
	/** Whether there are as many connections as there may be. */
	full: () => boolean;
}

export class Connection implements ReaderWatcher {
	readonly #socket: WebSocket;
	readonly #context: ConnectionContext;
	/** By channel. */
	readonly #progress = new Map<number, Progress>();
	/** The shells whose screens the page shows, by name, and what it knows of them. */
	readonly #attached = new Map<string, LabShell>();
	readonly #shown = new Map<string, string>();
	readonly #allowance = new Allowance(MESSAGES.most, MESSAGES.perSecond);
	#reader: Reader | undefined;
	#page = '';
	#language = '';

	constructor(socket: WebSocket, context: ConnectionContext) {
		this.#socket = socket;
		this.#context = context;
		const impatience = setTimeout(() => socket.close(CLOSE.policy, 'hello expected'), HELLO_WITHIN);
		socket.on('message', (data: Buffer, isBinary: boolean) => {
			// What still comes while the socket is being closed does not count.
			if (socket.readyState !== socket.OPEN) return;
			const message = isBinary ? undefined : parse(data);
			clearTimeout(impatience);
			if (message?.type !== 'seen' && !this.#count()) return;
			if (message && this.#reader) this.#take(message, this.#reader);
			else if (message?.type === 'hello') this.#greet(message);
			else socket.close(CLOSE.policy, 'not a message for now');
		});
		socket.on('ping', () => this.#count());
		socket.on('close', () => {
			clearTimeout(impatience);
			this.#reader?.watchers.delete(this);
			for (const { stream } of this.#progress.values()) stream.shell?.resume();
		});
	}

	labChanged(lab: LabState): void {
		this.#send({ type: 'lab', lab });
	}

	changed(run: Run): void {
		if (run.job.page !== this.#page) return;
		// The state first: it tells which run the frames on this channel belong to.
		this.#send({ type: 'run', run: run.state });
		if (run.job.snippet) this.#follow(run);
	}

	printed(run: Run): void {
		this.#pump(run);
	}

	shellChanged(shell: LabShell): void {
		if (shell.page !== this.#page || this.#attached.get(shell.name) !== shell) return;
		this.#show(shell);
		this.#pump(shell);
	}

	wasReset(): void {
		this.#progress.clear();
		this.#attached.clear();
		this.#shown.clear();
		this.#send({ type: 'reset' });
	}

	#greet({ bearer, page, language }: Extract<ClientMessage, { type: 'hello' }>): void {
		const reader = this.#context.reader(bearer);
		if (!reader) this.#socket.close(CLOSE.unknownBearer, 'unknown bearer');
		else if (this.#context.full()) this.#socket.close(CLOSE.tooManyConnections, 'too many connections');
		else if (reader.watchers.size >= MOST_PAGES) this.#socket.close(CLOSE.tooManyPages, 'too many pages');
		else this.#welcome(reader, page, language);
	}

	#welcome(reader: Reader, page: string, language: string): void {
		this.#reader = reader;
		this.#page = page;
		this.#language = language;
		reader.watchers.add(this);
		reader.touch();
		this.#send({ type: 'welcome', lab: reader.lab, engine: this.#context.engine });
		for (const run of reader.runsOf(page)) this.changed(run);
	}

	#take(message: ClientMessage, reader: Reader): void {
		if (message.type !== 'seen') reader.touch();
		switch (message.type) {
			case 'hello':
				this.#socket.close(CLOSE.policy, 'one hello is enough');
				break;
			case 'run':
			case 'run-edited':
				this.#run(message, reader);
				break;
			case 'try':
				this.#try(message.snippet, reader);
				break;
			case 'reset':
				reader.reset();
				break;
			case 'seen':
				this.#see(message.channel, message.offset);
				break;
			case 'stop':
				reader.findRun(message.run)?.stop();
				break;
			case 'input':
				reader.findRun(message.run)?.shell?.input(Buffer.from(message.data));
				break;
			case 'watch': {
				const run = reader.findRun(message.run);
				if (run) this.#follow(run);
				break;
			}
			case 'attach':
				this.#attach(message, reader);
				break;
			case 'detach':
				this.#detach(message.shell);
				break;
			case 'type':
				this.#attached.get(message.shell)?.shell?.input(Buffer.from(message.data));
				break;
			case 'resize':
				this.#attached.get(message.shell)?.shell?.resize(message);
				break;
			case 'close':
				this.#attached.get(message.shell)?.close();
				break;
		}
	}

	#run(message: Extract<ClientMessage, { type: 'run' | 'run-edited' }>, reader: Reader): void {
		const { snippet: reference, cols, rows } = message;
		const place = this.#place(reference);
		const code = message.type === 'run-edited' ? message.code : undefined;
		const sized = place !== undefined && this.#attached.has(place.snippet.shell);
		const started = place ? reader.run(place, { cols, rows }, sized, code) : 'unknown-snippet';
		if (typeof started === 'string') this.#send({ type: 'refused', why: started, snippet: reference });
	}

	async #try(reference: string, reader: Reader): Promise<void> {
		const place = this.#place(reference);
		if (place && (place.snippet.kind === 'check' || place.snippet.kind === 'break')) {
			this.#send({ type: 'tried', snippet: reference, ...(await reader.try(place)) });
		} else {
			this.#send({ type: 'refused', why: 'unknown-snippet', snippet: reference });
		}
	}

	/** The snippet of the manifest that a page names, with its page. */
	#place(reference: string): Place | undefined {
		const manifest = this.#context.manifest();
		const snippet = findSnippet(manifest, reference);
		const page = snippet && manifest.pages[snippet.page];
		return snippet?.runnable && page ? { snippet, page, language: this.#language } : undefined;
	}

	async #attach(
		{ shell: name, cols, rows }: Extract<ClientMessage, { type: 'attach' }>,
		reader: Reader,
	): Promise<void> {
		const shell = await reader.attach(this.#page, name, { cols, rows });
		if (!shell) return;
		this.#attached.set(name, shell);
		this.#shown.delete(name);
		this.#show(shell);
		this.#progress.delete(shell.channel);
		this.#follow(shell);
	}

	/** Tells the page how a shell is, unless it knows. */
	#show(shell: LabShell): void {
		const { open, cols, rows } = shell.state;
		const news = [open, cols, rows].join(' ');
		if (this.#shown.get(shell.name) === news) return;
		this.#shown.set(shell.name, news);
		this.#send({ type: 'shell', shell: shell.state });
	}

	#detach(name: string): void {
		const shell = this.#attached.get(name);
		if (!shell) return;
		this.#attached.delete(name);
		this.#progress.delete(shell.channel);
		shell.shell?.resume();
	}

	#see(channel: number, offset: number): void {
		const progress = this.#progress.get(channel);
		if (!progress || offset <= progress.seen || offset > progress.sent) {
			// Of news there is only as much as there was output; the rest counts like any message.
			this.#count();
			return;
		}
		progress.seen = offset;
		const { stream } = progress;
		this.#pump(stream);
		if (stream.output.end - offset < BACKLOG) stream.shell?.resume();
		// What has ended and is drawn need not be kept for this page; a shell that it shows may open again.
		const shown = [...this.#attached.values()].some((shell) => shell === stream);
		if (!stream.shell && !shown && offset === stream.output.end) this.#progress.delete(channel);
	}

	/** Sends a stream from its beginning, or what is kept of it, and from now on whatever comes. */
	#follow(stream: Stream): void {
		if (!this.#progress.has(stream.channel)) this.#progress.set(stream.channel, { stream, sent: 0, seen: 0 });
		this.#pump(stream);
	}

	/** Sends what there is of a stream within the page's window, and makes the lab wait for a page far behind. */
	#pump(stream: Stream): void {
		const progress = this.#progress.get(stream.channel);
		if (!progress) return;
		const { output, channel } = stream;
		if (progress.sent < output.start) {
			// A page draws first what it was sent before: a frozen one would be sent gap after gap.
			if (progress.seen < progress.sent) return;
			this.#send({ type: 'gap', channel, from: progress.sent, to: output.start });
			progress.sent = output.start;
			progress.seen = output.start;
		}
		const room = progress.seen + WINDOW - progress.sent;
		if (progress.sent < output.end && room > 0) {
			const bytes = output.read(progress.sent, room);
			this.#post(encodeFrame({ channel, offset: progress.sent, bytes }));
			progress.sent += bytes.length;
		}
		if (output.end - progress.seen > BACKLOG) stream.shell?.pause();
	}

	#send(message: ServerMessage): void {
		this.#post(JSON.stringify(message));
	}

	#post(data: string | Uint8Array): void {
		if (this.#socket.bufferedAmount > MOST_UNREAD) this.#socket.terminate();
		else this.#socket.send(data);
	}

	/** Counts a message; closes the socket when there are too many. @returns False then. */
	#count(): boolean {
		const allowed = this.#allowance.take();
		if (!allowed) this.#socket.close(CLOSE.policy, TOO_MANY_MESSAGES);
		return allowed;
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
