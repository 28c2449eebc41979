// The page's one connection to the companion: says hello, passes messages both ways, and comes back by itself when it breaks.
import { decodeFrame, type OutputFrame } from '../../protocol/frames.ts';
import { CLOSE, TOO_MANY_MESSAGES } from '../../protocol/limits.ts';
import type { ClientMessage, ServerMessage } from '../../protocol/messages.ts';
import { pageOf } from './address.ts';
import { bearer, forgetBearer } from './bearer.ts';

/** `reading`: no companion is known, so nothing can run. `lost`: it was there, and there is no connection now. */
export type LinkState = 'connecting' | 'open' | 'lost' | 'reading';

/** Why a connection was lost: the companion is away, or closed it because of one of its limits. */
export type Loss = 'no-answer' | 'too-many-pages' | 'too-many-connections' | 'too-much-sent';

export interface LinkListener {
	state?(state: LinkState, loss: Loss): void;
	message?(message: ServerMessage): void;
	output?(frame: OutputFrame): void;
}

/** Characters that are typed in one message: a paste may be longer than the companion takes at once. */
const PIECE = 16_384;
const RETRY_MS = [250, 500, 1000, 2000, 4000];

const listeners = new Set<LinkListener>();
let state: LinkState = 'connecting';
let loss: Loss = 'no-answer';
let socket: WebSocket | undefined;
let attempts = 0;
let nextAttempt: ReturnType<typeof setTimeout> | undefined;

/** The page's path without its language, as snippets name it: `docker0`. */
export const page = pageOf(location.pathname);

export function listen(listener: LinkListener): void {
	listeners.add(listener);
	listener.state?.(state, loss);
}

/** Sends a message. @returns False when there is no connection. */
export function send(message: ClientMessage): boolean {
	if (socket?.readyState !== WebSocket.OPEN || state !== 'open') return false;
	socket.send(JSON.stringify(message));
	return true;
}

/** Sends what was typed, at a run's terminal or at a shell, in as many messages as it needs. */
export function type(to: { type: 'input'; run: string } | { type: 'type'; shell: string }, data: string): void {
	for (let at = 0; at < data.length; ) {
		// The two halves of a character beyond U+FFFF stay together.
		const split = /[\ud800-\udbff]/.test(data[at + PIECE - 1] ?? '');
		const end = at + PIECE - (split ? 1 : 0);
		send({ ...to, data: data.slice(at, end) });
		at = end;
	}
}

export function linkState(): LinkState {
	return state;
}

/** Why there is no connection, where it was lost. */
export function lastLoss(): Loss {
	return loss;
}

export async function connect(): Promise<void> {
	const held = await bearer();
	if (!held) {
		change('reading');
		return;
	}
	// A reader who tries again does not wait for an attempt that is still on its way: it is given up, and not heard any more.
	socket?.close();
	const opened = new WebSocket(`ws://${location.host}/api/socket`);
	socket = opened;
	opened.binaryType = 'arraybuffer';
	opened.onopen = () => {
		const hello: ClientMessage = { type: 'hello', bearer: held, page, language: document.documentElement.lang };
		opened.send(JSON.stringify(hello));
	};
	opened.onmessage = ({ data }) => {
		if (opened !== socket) return;
		if (data instanceof ArrayBuffer) {
			const frame = decodeFrame(data);
			for (const listener of listeners) listener.output?.(frame);
			return;
		}
		const message: ServerMessage = JSON.parse(data);
		if (message.type === 'welcome') {
			attempts = 0;
			change('open');
		}
		for (const listener of listeners) listener.message?.(message);
	};
	opened.onclose = ({ code, reason }) => {
		if (opened !== socket) return;
		if (code === CLOSE.unknownBearer) {
			forgetBearer();
			change('reading');
		} else {
			loss = lossOf(code, reason);
			change('lost');
			nextAttempt = setTimeout(connect, RETRY_MS[Math.min(attempts++, RETRY_MS.length - 1)]);
		}
	};
}

/** Tries to connect now, for a reader who does not want to wait for the next attempt. */
export function retry(): void {
	if (state !== 'lost') return;
	clearTimeout(nextAttempt);
	attempts = 0;
	connect();
}

function change(next: LinkState): void {
	state = next;
	for (const listener of listeners) listener.state?.(next, loss);
}

function lossOf(code: number, reason: string): Loss {
	if (code === CLOSE.tooManyPages) return 'too-many-pages';
	if (code === CLOSE.tooManyConnections) return 'too-many-connections';
	return code === CLOSE.tooBig || reason === TOO_MANY_MESSAGES ? 'too-much-sent' : 'no-answer';
}
