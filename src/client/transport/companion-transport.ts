// The page's one connection to the companion: says hello, passes messages both ways, and comes back by itself when it breaks.
import { decodeFrame } from '../../protocol/frames.ts';
import { CLOSE, TOO_MANY_MESSAGES } from '../../protocol/limits.ts';
import type { Loss } from '../../protocol/losses.ts';
import type { ClientMessage, ServerMessage } from '../../protocol/messages.ts';
import { type Listener, Listeners, type Transport, type TransportState } from './transport.ts';

/** Who connects where, and how. */
export interface CompanionSettings {
	/** The companion's host and port. */
	host: string;
	/** The page's path without its language, as snippets name it: `docker0`. */
	page: string;
	language: string;
	/** The reader's right to run; null where there is none, and the page can only be read. */
	bearer(): Promise<string | null>;
	/** The companion does not know the bearer (any more). */
	forgetBearer(): void;
	open?(url: string): WebSocket;
	/** The pauses between attempts, in ms; the last one repeats. */
	retryAfter?: readonly number[];
}

const RETRY_AFTER = [250, 500, 1000, 2000, 4000];

export class CompanionTransport implements Transport {
	readonly #settings: CompanionSettings;
	readonly #listeners = new Listeners();
	#state: TransportState = 'connecting';
	#loss: Loss = 'no-answer';
	#socket: WebSocket | undefined;
	#attempts = 0;
	#nextAttempt: ReturnType<typeof setTimeout> | undefined;

	constructor(settings: CompanionSettings) {
		this.#settings = settings;
	}

	get state(): TransportState {
		return this.#state;
	}

	get loss(): Loss {
		return this.#loss;
	}

	listen(listener: Listener): void {
		this.#listeners.add(listener);
		listener.state?.(this.#state, this.#loss);
	}

	send(message: ClientMessage): boolean {
		if (this.#state !== 'open' || this.#socket?.readyState !== WebSocket.OPEN) return false;
		this.#socket.send(JSON.stringify(message));
		return true;
	}

	retry(): void {
		if (this.#state !== 'lost') return;
		clearTimeout(this.#nextAttempt);
		this.#attempts = 0;
		this.connect();
	}

	/** Connects, for the first time or again. */
	async connect(): Promise<void> {
		const { host, page, language, open = (url) => new WebSocket(url), ...settings } = this.#settings;
		const bearer = await settings.bearer();
		if (!bearer) return this.#change('reading');
		// A new attempt replaces one that is still under way: the old socket is closed, and its events are ignored.
		const before = this.#socket;
		const socket = open(`ws://${host}/api/socket`);
		this.#socket = socket;
		before?.close();
		socket.binaryType = 'arraybuffer';
		socket.onopen = () => {
			const hello: ClientMessage = { type: 'hello', bearer, page, language };
			socket.send(JSON.stringify(hello));
		};
		socket.onmessage = ({ data }) => {
			if (socket !== this.#socket) return;
			if (data instanceof ArrayBuffer) this.#listeners.output(decodeFrame(data));
			else this.#take(JSON.parse(data));
		};
		socket.onclose = ({ code, reason }) => {
			if (socket === this.#socket) this.#closed(code, reason);
		};
	}

	#take(message: ServerMessage): void {
		if (message.type === 'welcome') {
			this.#attempts = 0;
			this.#change('open');
		}
		this.#listeners.message(message);
	}

	#closed(code: number, reason: string): void {
		if (code === CLOSE.unknownBearer) {
			this.#settings.forgetBearer();
			this.#change('reading');
			return;
		}
		this.#loss = lossOf(code, reason);
		this.#change('lost');
		const { retryAfter = RETRY_AFTER } = this.#settings;
		this.#nextAttempt = setTimeout(() => this.connect(), retryAfter[Math.min(this.#attempts++, retryAfter.length - 1)]);
	}

	#change(state: TransportState): void {
		this.#state = state;
		this.#listeners.state(state, this.#loss);
	}
}

function lossOf(code: number, reason: string): Loss {
	if (code === CLOSE.tooManyPages) return 'too-many-pages';
	if (code === CLOSE.tooManyConnections) return 'too-many-connections';
	return code === CLOSE.tooBig || reason === TOO_MANY_MESSAGES ? 'too-much-sent' : 'no-answer';
}
