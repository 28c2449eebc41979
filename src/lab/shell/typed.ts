// Turns typing at a shell's prompt into commands: reports when one begins, and its line and exit status when it ends.
import { joined } from '../../protocol/bytes.ts';

/** Follows typed commands. */
export interface TypingObserver {
	/** A command typed at the prompt begins. */
	typedBegins(): void;
	/** A typed command has ended. `command` is its line from bash's history. */
	typedEnds(status: number, command: string): void;
}

export class TypedCommands {
	readonly #observer: TypingObserver | undefined;
	#running = false;
	/** The history entry being received; undefined between entries. */
	#entry: Uint8Array[] | undefined;

	constructor(observer?: TypingObserver) {
		this.#observer = observer;
	}

	/** Whether a typed command is running. */
	get running(): boolean {
		return this.#running;
	}

	begin(): void {
		if (this.#running) return;
		this.#running = true;
		this.#observer?.typedBegins();
	}

	/** The bytes up to `end` are the last entry of bash's history. */
	beginEntry(): void {
		this.#entry = [];
	}

	/** @returns False for bytes that are not part of a history entry. */
	takes(bytes: Uint8Array): boolean {
		this.#entry?.push(bytes);
		return this.#entry !== undefined;
	}

	/** The shell has finished its input, typed or not. */
	end(status: number): void {
		const entry = new TextDecoder().decode(joined(this.#entry ?? []));
		this.#entry = undefined;
		if (!this.#running) return;
		this.#running = false;
		// `history 1` prints a number before the entry.
		const command = entry
			.replace(/^\s*\d+\*?\s+/, '')
			.replaceAll('\r\n', '\n')
			.trimEnd();
		this.#observer?.typedEnds(status, command);
	}
}
