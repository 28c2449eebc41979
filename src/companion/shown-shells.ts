// The shells whose screens one page shows: attached and left by name, and told of only where there is news.
import { bytesOf } from '../protocol/bytes.ts';
import type { ClientMessage, ServerMessage } from '../protocol/messages.ts';
import type { LabShell } from '../session/lab-shell.ts';
import type { Reader } from '../session/reader.ts';
import type { Delivery } from './delivery.ts';

/** What a page may ask about a shell. */
export type ShellMessage = Extract<ClientMessage, { type: 'attach' | 'detach' | 'type' | 'resize' | 'close' }>;

export class ShownShells {
	readonly #delivery: Delivery;
	readonly #send: (message: ServerMessage) => void;
	readonly #attached = new Map<string, LabShell>();
	/** The names of those that the page wants to show, whose shells may have yet to open. */
	readonly #wanted = new Set<string>();
	/** What the page knows of each, by name. */
	readonly #known = new Map<string, string>();

	constructor(delivery: Delivery, send: (message: ServerMessage) => void) {
		this.#delivery = delivery;
		this.#send = send;
	}

	/** Whether the page shows a shell of that name. */
	has(name: string): boolean {
		return this.#attached.has(name);
	}

	/** Does what a page asks. Resolves when it is done. */
	async take(message: ShellMessage, page: string, reader: Reader): Promise<void> {
		const { shell: name } = message;
		switch (message.type) {
			case 'attach':
				return this.#attach(message, page, reader);
			case 'detach':
				return this.#detach(name);
			case 'type':
				return this.#attached.get(name)?.shell?.input(bytesOf(message.data));
			case 'resize':
				return this.#attached.get(name)?.shell?.resize(message);
			case 'close':
				return this.#attached.get(name)?.close();
		}
	}

	/** A shell has printed, opened, ended, or has another size. */
	changed(shell: LabShell): void {
		if (this.#attached.get(shell.name) !== shell) return;
		this.#show(shell);
		this.#delivery.pump(shell);
	}

	/** The shells are gone with their lab; the page asks for new ones. */
	forget(): void {
		this.#attached.clear();
		this.#known.clear();
	}

	async #attach({ shell: name, cols, rows }: Extract<ShellMessage, { type: 'attach' }>, page: string, reader: Reader) {
		this.#wanted.add(name);
		const shell = await reader.attach(page, name, { cols, rows });
		if (!shell || !this.#wanted.has(name)) return;
		this.#attached.set(name, shell);
		this.#known.delete(name);
		this.#show(shell);
		this.#delivery.leave(shell);
		this.#delivery.follow(shell);
	}

	#detach(name: string): void {
		this.#wanted.delete(name);
		const shell = this.#attached.get(name);
		if (!shell) return;
		this.#attached.delete(name);
		this.#delivery.leave(shell);
	}

	/** Tells the page how a shell is, unless it knows. */
	#show(shell: LabShell): void {
		const { open, cols, rows } = shell.state;
		const news = [open, cols, rows].join(' ');
		if (this.#known.get(shell.name) === news) return;
		this.#known.set(shell.name, news);
		this.#send({ type: 'shell', shell: shell.state });
	}
}
