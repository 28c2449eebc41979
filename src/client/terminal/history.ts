// The terminal's history: a list of the runs on this page, of blocks and of commands typed by hand, whose output it shows on demand.
import type { OutputFrame } from '../../protocol/frames.ts';
import type { RunState } from '../../protocol/messages.ts';
import { describe } from '../blocks/notes.ts';
import type { RunnableBlock } from '../blocks/runnable-block.ts';
import { element } from '../parts/element.ts';
import { texts } from '../texts/terminal.ts';
import { transport } from '../transport/current.ts';
import { runs } from '../transport/runs.ts';
import { LiveOutput } from './live-output.ts';

interface Entry {
	run: RunState;
	item: HTMLElement;
	/** Set while the output of a typed command is shown. */
	output: LiveOutput | undefined;
}

export class History {
	readonly panel = element('section', { class: 'terminal-history', 'aria-label': texts.history, tabindex: '0' });
	readonly #list = element('ol');
	readonly #entries = new Map<string, Entry>();

	constructor() {
		this.panel.append(this.#list, element('p', {}, texts.historyEmpty));
		this.panel.hidden = true;
		for (const run of runs.values()) this.show(run);
	}

	/** Shows the list, or puts it away. @returns Whether it is shown. */
	toggle(): boolean {
		this.panel.hidden = !this.panel.hidden;
		this.panel.scrollTop = this.panel.scrollHeight;
		return !this.panel.hidden;
	}

	/** A run is new, or has changed. */
	show(run: RunState): void {
		for (const id of this.#entries.keys()) if (!runs.has(id)) this.#remove(id);
		// A played recording is no run of this page.
		if (!runs.has(run.id)) return;
		const entry = this.#entries.get(run.id) ?? this.#add(run);
		entry.run = run;
		entry.item.dataset.phase = run.phase;
		const [command, status] = entry.item.querySelectorAll('code, .terminal-history-status');
		if (command) command.textContent = nameOf(run);
		if (status) status.textContent = describe(run);
		if (run.phase !== 'running' && run.phase !== 'starting') entry.output?.end(run.printed);
	}

	/** The companion tells its runs again from the first one; runs that are gone it leaves out. */
	refresh(): void {
		for (const { run, output } of this.#entries.values()) if (output) transport.send({ type: 'watch', run: run.id });
	}

	clear(): void {
		for (const id of this.#entries.keys()) this.#remove(id);
	}

	write(frame: OutputFrame): void {
		this.#watched(frame.channel)?.write(frame);
	}

	skip(channel: number, offset: number): void {
		this.#watched(channel)?.skip(offset);
	}

	dispose(): void {
		this.clear();
	}

	#watched(channel: number): LiveOutput | undefined {
		return [...this.#entries.values()].find(({ run }) => run.channel === channel)?.output;
	}

	#add(run: RunState): Entry {
		const status = element('span', { class: 'terminal-history-status' });
		const shell = run.shell === 'main' ? [] : [element('span', {}, texts.inShell(run.shell))];
		const line = element('div', {}, element('code'), status, ...shell);
		const item = element('li', {}, line);
		const entry: Entry = { run, item, output: undefined };
		if (run.snippet === null) line.append(this.#outputButton(entry));
		else line.append(...blockButtons(run.snippet));
		this.#entries.set(run.id, entry);
		const atEnd = this.panel.scrollTop + this.panel.clientHeight >= this.panel.scrollHeight - 8;
		this.#list.append(item);
		if (atEnd) this.panel.scrollTop = this.panel.scrollHeight;
		return entry;
	}

	#remove(id: string): void {
		const entry = this.#entries.get(id);
		entry?.output?.dispose();
		entry?.item.remove();
		this.#entries.delete(id);
	}

	#outputButton(entry: Entry): HTMLButtonElement {
		const button = element('button', { type: 'button', 'aria-expanded': 'false' }, texts.output);
		const holder = element('div', { class: 'terminal-history-output' });
		button.onclick = () => {
			const shown = button.getAttribute('aria-expanded') !== 'true';
			button.setAttribute('aria-expanded', String(shown));
			if (!holder.isConnected) entry.item.append(holder);
			holder.hidden = !shown;
			if (shown && !entry.output) this.#watch(entry, holder, () => button.focus());
		};
		return button;
	}

	#watch(entry: Entry, holder: HTMLElement, leave: () => void): void {
		const { id, channel, cols, rows, shell, phase, printed } = entry.run;
		if (printed === 0 && phase !== 'running') {
			holder.textContent = texts.noOutput;
			return;
		}
		const panel = element('div', {
			class: 'run-output',
			tabindex: '0',
			role: 'log',
			'aria-label': texts.output,
			'aria-live': 'off',
		});
		holder.append(panel);
		const seen = (offset: number) => transport.send({ type: 'seen', channel, offset });
		entry.output = new LiveOutput(panel, {
			cols,
			rows,
			shell,
			printed: Number.POSITIVE_INFINITY,
			tty: false,
			leave,
			seen,
		});
		if (phase !== 'running') entry.output.end(printed);
		transport.send({ type: 'watch', run: id });
	}
}

/** The line that was typed, or the block's first; of an edited one what the reader made of it. */
function nameOf({ snippet, code }: RunState): string {
	const block = document.querySelector<RunnableBlock>(`run-snippet[data-snippet="${snippet}"]`);
	return code ?? (snippet === null ? texts.typing : (block?.code ?? snippet));
}

function blockButtons(snippet: string): HTMLElement[] {
	const block = document.querySelector<RunnableBlock>(`run-snippet[data-snippet="${snippet}"]`);
	if (!block) return [];
	const show = element('button', { type: 'button' }, texts.showBlock);
	show.onclick = () => block.scrollIntoView({ block: 'center' });
	const again = element('button', { type: 'button' }, texts.runAgain);
	again.onclick = () => block.run();
	return [show, again];
}
