// The output of runs and shells on its way to one page: no faster than the page says it has drawn.
import { encodeFrame } from '../protocol/frames.ts';
import type { ServerMessage } from '../protocol/messages.ts';
import type { Stream } from '../session/stream.ts';

/** Bytes of a stream sent beyond what the page has drawn. */
const WINDOW = 256 * 1024;
/** Bytes of a stream printed beyond what the page has drawn, before the lab is made to wait. */
const BACKLOG = 512 * 1024;

/** How far the page is with a stream, in bytes from the stream's beginning. */
interface Progress {
	stream: Stream;
	sent: number;
	seen: number;
}

/** The page's end of the line. */
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

	/** Sends a stream from its beginning, or what is kept of it; and from now on what {@link pump} is called for. */
	follow(stream: Stream): void {
		if (!this.#progress.has(stream.channel)) this.#progress.set(stream.channel, { stream, sent: 0, seen: 0 });
		this.pump(stream);
	}

	/** No longer sends a stream. */
	leave(stream: Stream): void {
		this.#progress.delete(stream.channel);
		stream.shell?.resume();
	}

	/** No longer sends anything. */
	leaveAll(): void {
		for (const { stream } of this.#progress.values()) this.leave(stream);
	}

	/** Sends what there is of a followed stream within the page's window, and makes the lab wait for a page far behind. */
	pump(stream: Stream): void {
		const progress = this.#progress.get(stream.channel);
		if (!progress) return;
		const { output, channel } = stream;
		if (progress.sent < output.start) {
			// A page draws first what it was sent before: a frozen one would be sent gap after gap.
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

	/** The page has drawn a stream up to `offset`. @returns False when that is no news. */
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
