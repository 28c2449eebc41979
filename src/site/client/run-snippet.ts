// <run-snippet>: a bash block that runs. It asks the companion, shows what comes back, and says how it ended.
import type { RunState } from '../../protocol/messages.ts';
import { describe } from './describe.ts';
import type { SnippetEditor } from './editor.ts';
import { linkState, listen, send } from './link.ts';
import type { LiveOutput } from './live-output.ts';
import { showNotes } from './notes.ts';
import { texts } from './texts.ts';

/** A panel narrower than this scrolls sideways, so that tables keep their columns. */
const LEAST_COLS = 80;
const MOST_COLS = 200;
const ROWS = 24;
/** How long a block that stays is given to begin before the page goes on; in ms. */
const BACKGROUND_LEAD = 1500;

/** How a run ended, for those who run several: `going` is a block that stays. */
export type Outcome = 'passed' | 'failed' | 'stopped' | 'going' | 'refused';

export class RunSnippet extends HTMLElement {
	#run: RunState | undefined;
	/** The terminal of the current run; its code is loaded when the first one is needed. */
	#output: Promise<LiveOutput> | undefined;
	#editor: SnippetEditor | undefined;
	#outcome: (outcome: Outcome) => void = () => {};

	connectedCallback(): void {
		this.addEventListener('click', (event) => {
			const button = (event.target as Element).closest<HTMLButtonElement>('[data-action]');
			if (button) this.#act(button.dataset.action ?? '');
		});
		this.addEventListener('keydown', (event) => {
			if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
			event.preventDefault();
			this.run();
		});
		listen({
			state: (state) => state === 'reading' && this.#forget(),
			message: (message) => {
				if (message.type === 'run' && message.run.snippet === this.reference) this.#show(message.run);
				else if (message.type === 'refused' && message.snippet === this.reference) {
					this.#say(texts.refused[message.why]);
					this.#outcome('refused');
				} else if (message.type === 'gap' && message.channel === this.#run?.channel) {
					this.#withOutput((output) => output.skip(message.to));
				} else if (message.type === 'reset') this.#forget();
			},
			output: (frame) => {
				if (frame.channel === this.#run?.channel) this.#withOutput((output) => output.write(frame));
			},
		});
	}

	/** `docker0#d0-3` */
	get reference(): string {
		return this.dataset.snippet ?? '';
	}

	/** The block's own text, as the page has it. */
	get code(): string {
		// Expressive Code keeps what its copy button copies, with DEL for line ends.
		return (this.querySelector<HTMLElement>('.copy [data-code]')?.dataset.code ?? '').replaceAll('\x7f', '\n');
	}

	get #active(): boolean {
		return this.dataset.state === 'starting' || this.dataset.state === 'running';
	}

	/** Runs the block, or what the reader made of it. Resolves when it has ended, or goes on by itself. */
	run(): Promise<Outcome> {
		if (this.#active) return Promise.resolve('refused');
		const code = this.#editor?.changed;
		const what = { snippet: this.reference, cols: this.#cols(), rows: ROWS };
		const sent = send(code === undefined ? { type: 'run', ...what } : { type: 'run-edited', code, ...what });
		if (!sent) {
			this.#say(linkState() === 'reading' ? texts.reading : texts.lost);
			return Promise.resolve('refused');
		}
		return new Promise((resolve) => {
			this.#outcome = resolve;
		});
	}

	stop(): void {
		if (this.#run) send({ type: 'stop', run: this.#run.id });
	}

	async #act(action: string): Promise<void> {
		this.querySelector<HTMLDetailsElement>('.run-more')?.removeAttribute('open');
		if (action === 'run') this.run();
		else if (action === 'stop') this.stop();
		else if (action === 'edit' || action === 'original') {
			const { SnippetEditor } = await import('./editor.ts');
			this.#editor ??= new SnippetEditor(this, this.code);
			if (action === 'edit') this.#editor.toggle();
			else this.#editor.restore();
		} else if (action === 'run-to-here') (await import('./run-page.ts')).runUpTo(this);
		else if (action === 'run-missing') (await import('./run-page.ts')).runInTurn(this.#run?.missing ?? [], this);
		else if (action === 'type-in-terminal') {
			const { typeInTerminal } = await import('./terminal/drawer.ts');
			typeInTerminal(this.dataset.shell ?? 'main', this.#editor?.changed ?? this.code);
		}
	}

	#show(run: RunState): void {
		if (run.id !== this.#run?.id) this.#begin(run);
		this.#run = run;
		if (run.phase === 'starting' || run.phase === 'running') {
			this.#state(run, false);
			if (run.phase === 'running' && 'tty' in this.dataset) this.#withOutput((output) => output.focus());
			if (run.phase === 'running' && 'background' in this.dataset) {
				setTimeout(() => this.#active && this.#outcome('going'), BACKGROUND_LEAD);
			}
		} else {
			// Whoever reads the end reads all of the output with it.
			const drawn = this.#output?.then((output) => output.end(run.printed));
			const settle = () => run.id === this.#run?.id && this.#state(run, true);
			Promise.resolve(drawn).then(settle, settle);
		}
	}

	#state(run: RunState, over: boolean): void {
		this.dataset.state = run.phase;
		this.dataset.exit = run.exit === null ? '' : String(run.exit);
		this.#button('run').ariaDisabled = String(!over);
		if (over && document.activeElement === this.#button('stop')) this.#button('run').focus();
		this.#button('stop').hidden = over;
		this.#say(describe(run));
		showNotes(this, over ? run : undefined);
		if (over) this.#outcome(run.phase as Outcome);
	}

	/** Another run than the one shown: its output takes the place of the old one. */
	#begin(run: RunState): void {
		this.#clear();
		const panel = this.#panel();
		panel.hidden = false;
		const { channel, cols, rows } = run;
		this.#output = import('./live-output.ts').then(
			({ LiveOutput }) =>
				new LiveOutput(panel, {
					cols,
					rows,
					typed: (data) => send({ type: 'input', run: run.id, data }),
					seen: (offset) => send({ type: 'seen', channel, offset }),
				}),
		);
	}

	/** What ran is no more: the lab was replaced, or the companion that knew it is not there. */
	#forget(): void {
		if (!this.#run) return;
		this.#run = undefined;
		this.#clear();
		this.#button('stop').hidden = true;
		this.#button('run').ariaDisabled = 'false';
		this.dataset.state = 'idle';
		this.dataset.exit = '';
		this.#say('');
		this.#outcome('stopped');
	}

	#clear(): void {
		this.#output?.then((output) => output.dispose());
		this.#output = undefined;
		this.#panel().replaceChildren();
		this.#panel().hidden = true;
		showNotes(this, undefined);
	}

	#withOutput(use: (output: LiveOutput) => void): void {
		this.#output?.then(use);
	}

	#say(text: string): void {
		const status = this.querySelector('.run-bar [role=status]');
		if (status) status.textContent = text;
	}

	#button(action: 'run' | 'stop'): HTMLButtonElement {
		return this.querySelector(`[data-action=${action}]`) as HTMLButtonElement;
	}

	#panel(): HTMLElement {
		return this.querySelector('[role=log]') as HTMLElement;
	}

	/** How many characters of the panel's font fit its width. */
	#cols(): number {
		const panel = this.#panel();
		const sample = document.createElement('span');
		sample.textContent = 'm'.repeat(20);
		const hidden = panel.hidden;
		panel.hidden = false;
		panel.append(sample);
		const style = getComputedStyle(panel);
		const width =
			panel.clientWidth - Number.parseFloat(style.paddingInlineStart) - Number.parseFloat(style.paddingInlineEnd);
		const cols = Math.floor(width / (sample.getBoundingClientRect().width / 20));
		sample.remove();
		panel.hidden = hidden;
		return Math.max(LEAST_COLS, Math.min(MOST_COLS, cols || LEAST_COLS));
	}
}

customElements.define('run-snippet', RunSnippet);
