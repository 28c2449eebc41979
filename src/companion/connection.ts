// One page's WebSocket: authenticates the page, carries out its messages, and reports its lab, runs and shells.
import type { WebSocket } from 'ws';
import type { LabSource } from '../lab/contract.ts';
import { bytesOf } from '../protocol/bytes.ts';
import { CLOSE, MOST_PAGES, TOO_MANY_MESSAGES } from '../protocol/limits.ts';
import { ClientMessage, type LabState, type Refusal, type ServerMessage } from '../protocol/messages.ts';
import type { LabShell } from '../session/lab-shell.ts';
import type { Reader, ReaderWatcher } from '../session/reader.ts';
import type { Run } from '../session/run.ts';
import type { PlacedSnippet } from '../session/scene.ts';
import { findSnippet, type Manifest } from '../snippets/manifest.ts';
import { causeOf, type PageEnd, type PageEvent, type PageRefusal, type Tell } from '../telemetry/events.ts';
import { Delivery } from './delivery.ts';
import { ShownShells } from './shown-shells.ts';
import { TokenBucket } from './token-bucket.ts';

/** Time limit for the first message, in ms. */
const HELLO_WITHIN = 5000;
/** A page's token bucket of messages. A fast reader sends tens of keys and a few clicks per second. */
const MESSAGES = { most: 2000, perSecond: 200 };
/** Unsent bytes that may queue up before a page that reads nothing is disconnected. */
const MOST_UNREAD = 8 * 1024 * 1024;

/** The close codes when a browser ends the connection: by leaving the page, or by `close()` (RFC 6455, section 7.4.1). */
const GOING_AWAY = 1001;
const NO_STATUS = 1005;

export interface ConnectionContext {
	manifest: () => Manifest;
	/** The source of the labs, where blocks can run. */
	labs: Pick<LabSource, 'engine' | 'can'> | undefined;
	/** The reader that holds the bearer. */
	reader: (bearer: string) => Reader | undefined;
	/** Whether the maximum number of connections is reached. */
	full: () => boolean;
	tell: Tell;
}

export class Connection implements ReaderWatcher {
	readonly #socket: WebSocket;
	readonly #context: ConnectionContext;
	readonly #delivery: Delivery;
	readonly #shells: ShownShells;
	readonly #tokens = new TokenBucket(MESSAGES.most, MESSAGES.perSecond);
	#reader: Reader | undefined;
	#page = '';
	#language = '';
	/** Why the connection ends; not `left` once this side ends it. */
	#end: PageEnd = 'left';

	constructor(socket: WebSocket, context: ConnectionContext) {
		this.#socket = socket;
		this.#context = context;
		this.#delivery = new Delivery({
			send: (message) => {
				if (message.type === 'gap') this.#tell({ type: 'output-skipped', bytes: message.to - message.from });
				this.#send(message);
			},
			sendFrame: (frame) => this.#post(frame),
		});
		this.#shells = new ShownShells(this.#delivery, (message) => this.#send(message));
		const helloTimer = setTimeout(() => this.#refuse(CLOSE.policy, 'hello expected', 'no-hello'), HELLO_WITHIN);
		socket.on('message', (data: Buffer, isBinary: boolean) => {
			// Messages that arrive during the closing handshake are ignored.
			if (socket.readyState !== socket.OPEN) return;
			const message = isBinary ? undefined : parse(data);
			clearTimeout(helloTimer);
			if (message?.type !== 'seen' && !this.#count()) return;
			if (message && this.#reader) this.#take(message, this.#reader);
			else if (message?.type === 'hello') this.#greet(message);
			else this.#refuse(CLOSE.policy, 'not a message for now', message ? 'no-hello' : 'not-a-message');
		});
		socket.on('ping', () => this.#count());
		socket.on('close', (code) => {
			clearTimeout(helloTimer);
			if (this.#reader) this.#tell({ type: 'page-lost', code, why: this.#endBy(code) });
			this.#reader?.watchers.delete(this);
			this.#delivery.leaveAll();
		});
	}

	labChanged(lab: LabState): void {
		this.#send({ type: 'lab', lab });
	}

	changed(run: Run): void {
		if (run.job.page !== this.#page) return;
		// The state goes first: it maps the channel of the frames to the run.
		this.#send({ type: 'run', run: run.state });
		if (run.job.snippet) this.#delivery.follow(run);
	}

	printed(run: Run): void {
		this.#delivery.pump(run);
	}

	shellChanged(shell: LabShell): void {
		if (shell.page === this.#page) this.#shells.changed(shell);
	}

	wasReset(): void {
		this.#delivery.leaveAll();
		this.#shells.forget();
		this.#send({ type: 'reset' });
	}

	#greet({ bearer, page, language }: Extract<ClientMessage, { type: 'hello' }>): void {
		const reader = this.#context.reader(bearer);
		if (!reader) this.#refuse(CLOSE.unknownBearer, 'unknown bearer', 'unknown-bearer');
		else if (this.#context.full())
			this.#refuse(CLOSE.tooManyConnections, 'too many connections', 'too-many-connections');
		else if (reader.watchers.size >= MOST_PAGES) this.#refuse(CLOSE.tooManyPages, 'too many pages', 'too-many-pages');
		else this.#welcome(reader, page, language);
	}

	#welcome(reader: Reader, page: string, language: string): void {
		this.#reader = reader;
		this.#page = page;
		this.#language = language;
		this.#tell({ type: 'page-connected' });
		reader.watchers.add(this);
		reader.touch();
		const runs = reader.runsOf(page);
		const ids = runs.map(({ id }) => id);
		const { engine = null, can = [] } = this.#context.labs ?? {};
		this.#send({ type: 'welcome', lab: reader.lab, engine, can, runs: ids });
		for (const run of runs) this.changed(run);
	}

	#take(message: ClientMessage, reader: Reader): void {
		if (message.type !== 'seen') reader.touch();
		switch (message.type) {
			case 'hello':
				this.#refuse(CLOSE.policy, 'one hello is enough', 'second-hello');
				break;
			case 'run':
			case 'run-edited':
				this.#run(message, reader);
				break;
			case 'try':
				this.#reportFailure(message, this.#try(message.snippet, reader));
				break;
			case 'reset':
				this.#reportFailure(message, reader.reset());
				break;
			case 'seen':
				// Output limits how often `seen` brings news; without news it counts like any message.
				if (!this.#delivery.seen(message.channel, message.offset)) this.#count();
				break;
			case 'stop':
				this.#reportFailure(message, reader.findRun(message.run)?.stop());
				break;
			case 'input':
				reader.findRun(message.run)?.shell?.input(bytesOf(message.data));
				break;
			case 'watch': {
				const run = reader.findRun(message.run);
				if (run) this.#delivery.follow(run);
				break;
			}
			case 'attach':
			case 'detach':
			case 'type':
			case 'resize':
			case 'close':
				this.#reportFailure(message, this.#shells.take(message, this.#page, reader));
				break;
		}
	}

	#run(message: Extract<ClientMessage, { type: 'run' | 'run-edited' }>, reader: Reader): void {
		const { snippet: reference, cols, rows } = message;
		const place = this.#place(reference);
		const code = message.type === 'run-edited' ? message.code : undefined;
		const sized = place !== undefined && this.#shells.has(place.snippet.shell);
		const started = place ? reader.run(place, { cols, rows }, sized, code) : 'unknown-snippet';
		if (typeof started === 'string') this.#refuseRun(started, reference, place);
	}

	#refuseRun(why: Refusal, reference: string, place?: PlacedSnippet): void {
		const snippet = place ? `${place.page.id}#${place.snippet.id}` : null;
		this.#context.tell({ type: 'run-refused', why, snippet });
		this.#send({ type: 'refused', why, snippet: reference });
	}

	async #try(reference: string, reader: Reader): Promise<void> {
		const place = this.#place(reference);
		if (place && (place.snippet.kind === 'check' || place.snippet.kind === 'break')) {
			this.#send({ type: 'tried', snippet: reference, ...(await reader.try(place)) });
		} else {
			this.#refuseRun('unknown-snippet', reference, place);
		}
	}

	/** The manifest's snippet for a reference, with its page. */
	#place(reference: string): PlacedSnippet | undefined {
		const manifest = this.#context.manifest();
		const snippet = findSnippet(manifest, reference);
		const page = snippet && manifest.pages[snippet.page];
		return snippet?.runnable && page ? { snippet, page, language: this.#language } : undefined;
	}

	#send(message: ServerMessage): void {
		this.#post(JSON.stringify(message));
	}

	#post(data: string | Uint8Array): void {
		if (this.#socket.bufferedAmount <= MOST_UNREAD) {
			this.#socket.send(data);
			return;
		}
		this.#end = 'unread';
		this.#socket.terminate();
	}

	/** Takes a token for a message. @returns False when there are too many, and closes the socket. */
	#count(): boolean {
		if (this.#tokens.take()) return true;
		// During the closing handshake, further messages are not reported again.
		if (this.#end !== 'left') return false;
		this.#end = 'too-many-messages';
		this.#tell({ type: 'messages-too-many' });
		this.#socket.close(CLOSE.policy, TOO_MANY_MESSAGES);
		return false;
	}

	/** Closes the page's connection with a close code and a reason. */
	#refuse(code: number, reason: string, why: PageRefusal): void {
		this.#end = 'refused';
		this.#tell({ type: 'page-refused', why });
		this.#socket.close(code, reason);
	}

	/** Reports the failure of work that nobody waits for. */
	#reportFailure(message: ClientMessage, work: Promise<void> | undefined): void {
		work?.catch((error) => this.#tell({ type: 'message-failed', message: message.type, why: causeOf(error) }));
	}

	#endBy(code: number): PageEnd {
		return this.#end === 'left' && code !== GOING_AWAY && code !== NO_STATUS ? 'broken' : this.#end;
	}

	/** Reports an event. A page's name comes from the client, so it is included only if the manifest has such a page. */
	#tell(event: PageEvent): void {
		const page = Object.hasOwn(this.#context.manifest().pages, this.#page) ? this.#page : null;
		this.#context.tell({ ...event, page });
	}
}

/** Parses a message; undefined when the bytes are not a valid one. */
function parse(data: Buffer): ClientMessage | undefined {
	try {
		return ClientMessage.parse(JSON.parse(data.toString('utf8')));
	} catch {
		// The caller refuses the page and reports it.
		return undefined;
	}
}
