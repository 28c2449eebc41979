// How far a channel's output has come, and how far it is drawn: what was drawn before is not drawn again, and the companion hears
// of what is, since it sends only so much beyond it.
import type { Terminal } from '@xterm/xterm';
import type { OutputFrame } from '../../protocol/frames.ts';

export class DrawnChannel {
	readonly #terminal: Pick<Terminal, 'write'>;
	readonly #printed: number;
	readonly #seen: (offset: number) => void;
	#received = 0;
	#drawn = 0;
	#closed = false;

	/**
	 * @param terminal Where it is drawn. @param printed Bytes printed before: they are shown again, not printed now.
	 * @param seen Tells the companion a byte offset up to which the output is drawn.
	 */
	constructor(terminal: Pick<Terminal, 'write'>, printed: number, seen: (offset: number) => void) {
		this.#terminal = terminal;
		this.#printed = printed;
		this.#seen = seen;
	}

	/** Bytes drawn, or gone before they came. */
	get drawn(): number {
		return this.#drawn;
	}

	/** Whether what is drawn now is printed now, so that a program that asks waits for the answer. */
	get present(): boolean {
		return this.#drawn >= this.#printed;
	}

	get closed(): boolean {
		return this.#closed;
	}

	/** Draws a piece of output; what of it came before is left out. @param then called when it is drawn */
	write({ offset, bytes }: OutputFrame, then: () => void): void {
		const upTo = offset + bytes.length;
		// After a lost connection the companion begins anew, and waits to hear of what is drawn, too.
		if (this.#closed || upTo <= this.#received) {
			this.#seen(upTo);
			return;
		}
		const fresh = bytes.subarray(Math.max(0, this.#received - offset));
		this.#received = upTo;
		this.#terminal.write(fresh, () => {
			if (this.#closed) return;
			this.#drawn = Math.max(this.#drawn, upTo);
			this.#seen(upTo);
			then();
		});
	}

	/** Output up to `offset` is no longer to be had. @returns How many bytes of it had not come. */
	skip(offset: number): number {
		const missed = Math.max(0, offset - this.#received);
		this.#received += missed;
		this.#drawn = Math.max(this.#drawn, offset);
		return missed;
	}

	/** Nothing more of it is drawn. */
	close(): void {
		this.#closed = true;
	}
}
