// What a person types at a shell's prompt, told as commands: when one begins, and its line and status when it has ended.
import { joined } from '../../protocol/bytes.ts';

/** Who is told. */
export interface TypingObserver {
	/** A command that was typed at the prompt begins. */
	typedBegins(): void;
	/** A typed command has ended. `command` is its line as bash's history has it. */
	typedEnds(status: number, command: string): void;
}

export class TypedCommands {
	readonly #observer: TypingObserver | undefined;
	#running = false;
	/** The history entry that is being told; undefined between entries. */
	#entry: Uint8Array[] | undefined;

	constructor(observer?: TypingObserver) {
		this.#observer = observer;
	}

	/** Whether a command runs that was typed. */
	get running(): boolean {
		return this.#running;
	}

	begin(): void {
		if (this.#running) return;
		this.#running = true;
		this.#observer?.typedBegins();
	}

	/** What follows, up to `end`, is the last entry of bash's history. */
	beginEntry(): void {
		this.#entry = [];
	}

	/** @returns False for bytes that are not of a history entry. */
	takes(bytes: Uint8Array): boolean {
		this.#entry?.push(bytes);
		return this.#entry !== undefined;
	}

	/** The shell is done with what it was given, typed or not. */
	end(status: number): void {
		const entry = new TextDecoder().decode(joined(this.#entry ?? []));
		this.#entry = undefined;
		if (!this.#running) return;
		this.#running = false;
		// `history 1` prints the entry's number before it.
		const command = entry
			.replace(/^\s*\d+\*?\s+/, '')
			.replaceAll('\r\n', '\n')
			.trimEnd();
		this.#observer?.typedEnds(status, command);
	}
}
