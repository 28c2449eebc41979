// Sends the output of runs and shells to one page, with flow control: no faster than the page reports having drawn it.
import { encodeFrame } from '../protocol/frames.ts';
import type { ServerMessage } from '../protocol/messages.ts';
import type { Stream } from '../session/stream.ts';

/** Flow-control window: bytes of a stream sent beyond what the page has drawn. */
const WINDOW = 256 * 1024;
/** Bytes of a stream printed beyond what the page has drawn, before backpressure pauses the shell. */
const BACKLOG = 512 * 1024;

/** The page's position in a stream, in bytes from its start. */
interface Progress {
	stream: Stream;
	sent: number;
	seen: number;
}

/** The page's side of the connection. */
export interface Recipient {
	send(message: ServerMessage): void;
	sendFrame(frame: Uint8Array): void;
}

export class Delivery {
	readonly #to: Recipient;
	/** By channel. */
	readonly #progress = new Map<number, Progress>();

	constructor(to: Recipient) {
		this.#to = to;
	}

	/** Sends a stream from its first kept byte, and from now on whenever {@link pump} is called. */
	follow(stream: Stream): void {
		if (!this.#progress.has(stream.channel)) this.#progress.set(stream.channel, { stream, sent: 0, seen: 0 });
		this.pump(stream);
	}

	/** Stops sending a stream. */
	leave(stream: Stream): void {
		this.#progress.delete(stream.channel);
		stream.shell?.resume();
	}

	/** Stops sending all streams. */
	leaveAll(): void {
		for (const { stream } of this.#progress.values()) this.leave(stream);
	}

	/** Sends the new output of a followed stream within the window, and pauses the shell when the page is far behind. */
	pump(stream: Stream): void {
		const progress = this.#progress.get(stream.channel);
		if (!progress) return;
		const { output, channel } = stream;
		if (progress.sent < output.start) {
			// Wait until the page has drawn what it was sent: otherwise a frozen page would receive gap after gap.
			if (progress.seen < progress.sent) return;
			this.#to.send({ type: 'gap', channel, from: progress.sent, to: output.start });
			progress.sent = output.start;
			progress.seen = output.start;
		}
		const room = progress.seen + WINDOW - progress.sent;
		if (progress.sent < output.end && room > 0) {
			const bytes = output.read(progress.sent, room);
			this.#to.sendFrame(encodeFrame({ channel, offset: progress.sent, bytes }));
			progress.sent += bytes.length;
		}
		if (output.end - progress.seen > BACKLOG) stream.shell?.pause();
		if (stream.over && progress.seen === output.end) this.#progress.delete(channel);
	}

	/** Notes that the page has drawn a stream up to `offset`. @returns False when that changes nothing. */
	seen(channel: number, offset: number): boolean {
		const progress = this.#progress.get(channel);
		if (!progress || offset <= progress.seen || offset > progress.sent) return false;
		progress.seen = offset;
		const { stream } = progress;
		this.pump(stream);
		if (stream.output.end - offset < BACKLOG) stream.shell?.resume();
		return true;
	}
}
