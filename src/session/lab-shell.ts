// A page's shell in a lab: the shell itself, the screen that the terminal shows, and a run for each command typed by hand.

import type { Platform } from '../lab/platform.ts';
import { Shell, type ShellObserver } from '../lab/shell/shell.ts';
import type { OpenTerminal, Size } from '../lab/shell/terminal.ts';
import { DEFAULT_SIZE } from '../protocol/limits.ts';
import type { ShellState } from '../protocol/messages.ts';
import { causeOf } from '../telemetry/events.ts';
import { Output } from './output.ts';
import type { Run } from './run.ts';
import { newChannel, type Stream } from './stream.ts';

/** Follows a lab's shell. */
export interface LabShellWatcher {
	/** The screen has new bytes, or the shell opened or closed. */
	shellChanged(shell: LabShell): void;
	/** Creates the run of a command typed in this shell. */
	typedRun(shell: LabShell): Run;
	/** The shell's terminal has a new size, and so has the run in it. */
	resized(shell: LabShell): void;
}

export class LabShell implements Stream, ShellObserver {
	readonly channel = newChannel();
	readonly output = new Output();
	/** Never true: a closed shell may open again. */
	readonly over = false;
	readonly page: string;
	readonly name: string;
	readonly #platform: Platform;
	readonly #watcher: LabShellWatcher;
	#opening: Promise<Shell> | undefined;
	#shell: Shell | undefined;
	#typed: Run | undefined;

	constructor(page: string, name: string, platform: Platform, watcher: LabShellWatcher) {
		this.page = page;
		this.name = name;
		this.#platform = platform;
		this.#watcher = watcher;
	}

	get shell(): Shell | undefined {
		return this.#shell;
	}

	get state(): ShellState {
		const { cols, rows } = this.#shell?.size ?? DEFAULT_SIZE;
		const open = this.#shell !== undefined;
		return { name: this.name, channel: this.channel, open, cols, rows, printed: this.output.end };
	}

	/** Returns the shell, and opens it first if necessary. */
	async open(openTerminal: OpenTerminal, size: Size): Promise<Shell> {
		this.#opening ??= this.#open(openTerminal, size);
		return this.#opening;
	}

	/** Ends the shell, if it is open. Resolves when it has ended and the next one can be opened. */
	async close(): Promise<void> {
		const shell = await this.#opening?.catch(() => undefined); // reported by whoever opened it
		shell?.close();
		await shell?.closed;
	}

	screen(bytes: Uint8Array): void {
		this.output.append(bytes);
		this.#typed?.print(bytes);
		this.#watcher.shellChanged(this);
	}

	typedBegins(): void {
		this.#typed = this.#watcher.typedRun(this);
		if (this.#shell) this.#typed.begin(this.#shell);
	}

	typedEnds(status: number, command: string): void {
		this.#typed?.endTyped(status, command);
		this.#typed = undefined;
	}

	resized(): void {
		this.#watcher.resized(this);
	}

	async #open(openTerminal: OpenTerminal, size: Size): Promise<Shell> {
		const named = { page: this.page, shell: this.name };
		try {
			const shell = await Shell.open(openTerminal, size, this.#platform, this);
			this.#shell = shell;
			this.#platform.tell({ type: 'shell-opened', ...named });
			shell.closed.then((status) => {
				this.#platform.tell({ type: 'shell-ended', ...named, status });
				this.#opening = undefined;
				this.#shell = undefined;
				this.#typed?.fail('shell-ended');
				this.#typed = undefined;
				this.#watcher.shellChanged(this);
			});
			this.#watcher.shellChanged(this);
			return shell;
		} catch (error) {
			this.#opening = undefined;
			this.#platform.tell({ type: 'shell-open-failed', ...named, why: causeOf(error) });
			throw error;
		}
	}
}
