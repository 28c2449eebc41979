// The page's one connection to the companion: says hello, passes messages both ways, and comes back by itself when it breaks.
import { decodeFrame, type OutputFrame } from '../../protocol/frames.ts';
import type { ClientMessage, ServerMessage } from '../../protocol/messages.ts';
import { pageOf } from './address.ts';
import { bearer, forgetBearer } from './session.ts';

/** `reading`: no companion is known, so nothing can run. `lost`: it was there and does not answer now. */
export type LinkState = 'connecting' | 'open' | 'lost' | 'reading';

export interface LinkListener {
	state?(state: LinkState): void;
	message?(message: ServerMessage): void;
	output?(frame: OutputFrame): void;
}

/** The companion closes with this code when it does not know the bearer (see companion/connection.ts). */
const UNKNOWN_BEARER = 4401;
const RETRY_MS = [250, 500, 1000, 2000, 4000];

const listeners = new Set<LinkListener>();
let state: LinkState = 'connecting';
let socket: WebSocket | undefined;
let attempts = 0;
let nextAttempt: ReturnType<typeof setTimeout> | undefined;

/** The page's path without its language, as snippets name it: `docker0`. */
export const page = pageOf(location.pathname);

export function listen(listener: LinkListener): void {
	listeners.add(listener);
	listener.state?.(state);
}

/** Sends a message. @returns False when there is no connection. */
export function send(message: ClientMessage): boolean {
	if (socket?.readyState !== WebSocket.OPEN || state !== 'open') return false;
	socket.send(JSON.stringify(message));
	return true;
}

export function linkState(): LinkState {
	return state;
}

export async function connect(): Promise<void> {
	const held = await bearer();
	if (!held) {
		change('reading');
		return;
	}
	socket = new WebSocket(`ws://${location.host}/api/socket`);
	socket.binaryType = 'arraybuffer';
	socket.onopen = () => {
		const hello: ClientMessage = { type: 'hello', bearer: held, page, language: document.documentElement.lang };
		socket?.send(JSON.stringify(hello));
	};
	socket.onmessage = ({ data }) => {
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
	socket.onclose = ({ code }) => {
		if (code === UNKNOWN_BEARER) {
			forgetBearer();
			change('reading');
		} else {
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
	for (const listener of listeners) listener.state?.(next);
}
