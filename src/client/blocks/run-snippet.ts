// <run-snippet>: a bash block that runs. It draws what block-state.ts says it is at, and does what that asks for.
import { BACKGROUND_LEAD, DEFAULT_SIZE, MOST_CODE } from '../../protocol/limits.ts';
import type { LiveOutput } from '../terminal/live-output.ts';
import { texts } from '../texts/of-head.ts';
import { transport } from '../transport/current.ts';
import type { TransportMessage } from '../transport/transport.ts';
import { type BlockEffect, type BlockEvent, type BlockState, look, next, type Said } from './block-state.ts';
import { columns } from './columns.ts';
import type { SnippetEditor } from './editor.ts';
import { Menu } from './menu.ts';
import { ReservedSpace } from './reserved-space.ts';
import { type Outcome, RunEnded, type RunnableBlock } from './runnable-block.ts';

/** The code for notes and results, loaded with the first run, once for all blocks. */
let notes: typeof import('./notes.ts') | undefined;

const actions = () => import('./block-actions.ts');

export class RunSnippet extends HTMLElement implements RunnableBlock {
	#state: BlockState = { is: 'idle' };
	/** The terminal of the run that is shown; its code is loaded when the first one is needed. */
	#output: Promise<LiveOutput> | undefined;
	#editor: SnippetEditor | undefined;
	/** Resolve the promises that `run` has given out. */
	#waiting: ((outcome: Outcome) => void)[] = [];
	readonly #menu = new Menu(this.#part('.run-more') as HTMLDetailsElement);
	readonly #panel = this.#part('[role=log]');
	readonly #notes = this.#part('.run-notes');
	readonly #space = new ReservedSpace(this, this.#panel, this.#notes);

	connectedCallback(): void {
		this.addEventListener('click', (event) => {
			const button = (event.target as Element).closest<HTMLButtonElement>('[data-action]');
			if (button) this.#act(button.dataset.action ?? '').catch((error) => this.#broken(error));
		});
		this.addEventListener('keydown', (event) => {
			if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
			event.preventDefault();
			this.run();
		});
		transport.listen({
			state: (link, loss) => this.#on({ type: 'link', link, loss }),
			message: (message) => this.#take(message),
			output: (frame) => {
				if (frame.channel === this.#state.run?.channel) this.#withOutput((output) => output.write(frame));
			},
		});
	}

	get reference(): string {
		return this.dataset.snippet ?? '';
	}

	get code(): string {
		// Expressive Code keeps what its copy button copies, with DEL for line ends.
		return (this.querySelector<HTMLElement>('.copy [data-code]')?.dataset.code ?? '').replaceAll('\x7f', '\n');
	}

	run(): Promise<Outcome> {
		return new Promise((resolve) => {
			this.#waiting.push(resolve);
			this.#on({ type: 'run', link: transport.state });
		});
	}

	stop(): void {
		this.#on({ type: 'stop' });
	}

	reserveSpace(comes = true): void {
		const { is } = this.#state;
		if (comes) this.#space.open(this.#rows());
		else if (is === 'idle' || is === 'over') this.#space.cancel();
	}

	#take(message: TransportMessage): void {
		const { type } = message;
		if (type === 'run' && message.run.snippet === this.reference) this.#on({ type: 'told', run: message.run });
		else if (type === 'refused' && message.snippet === this.reference) this.#on(message);
		else if (type === 'welcome' || type === 'reset') this.#on(message);
		else if (type === 'gap' && message.channel === this.#state.run?.channel) {
			this.#withOutput((output) => output.skip(message.to));
		}
	}

	#on(event: BlockEvent): void {
		const [state, effects] = next(this.#state, event);
		this.#state = state;
		for (const effect of effects) this.#do(effect);
		this.#draw();
		if (state.is === 'over' && effects.includes('settle')) {
			this.dispatchEvent(new RunEnded(state.run, this.#panel.querySelector('pre')?.textContent ?? ''));
		}
	}

	#do(effect: BlockEffect): void {
		const { run } = this.#state;
		if (typeof effect === 'object') {
			for (const resolve of this.#waiting.splice(0)) resolve(effect.outcome);
		} else if (effect === 'send') {
			const said = this.#send();
			if (said) this.#on({ type: 'unsent', said });
		} else if (effect === 'cancel') this.#space.cancel();
		else if (effect === 'clear') {
			this.#clear();
			this.#space.close();
		} else if (!run) return;
		else if (effect === 'stop') transport.send({ type: 'stop', run: run.id });
		else if (effect === 'resize') this.#withOutput((output) => output.resize(run.cols, run.rows));
		else if (effect === 'begin') this.#begin();
		else if (effect === 'started') this.#started();
		else if (effect === 'finish') {
			// The result is shown when all of the output is.
			const drawn = this.#output?.then((output) => output.end(run.printed));
			Promise.allSettled([loadNotes(), drawn]).then(() => this.#on({ type: 'drawn', run: run.id }));
		} else if (effect === 'settle') {
			const show = () => notes?.showNotes(this, run);
			// The note on a recording belongs to its beginning, and takes no space of the output.
			if (run.recorded) show();
			this.#space.settle(show);
		}
	}

	/** Asks for a run of the block, or of what the reader made of it. @returns Why it was not sent, if it was not. */
	#send(): Said | undefined {
		const code = this.#editor?.changed;
		if (code !== undefined && code.length > MOST_CODE) return { refused: 'too-long' };
		const what = { snippet: this.reference, cols: columns(this.#panel), rows: DEFAULT_SIZE.rows };
		const sent = transport.send(code === undefined ? { type: 'run', ...what } : { type: 'run-edited', code, ...what });
		if (!sent) return transport.state === 'reading' ? 'reading' : { lost: transport.loss };
		this.reserveSpace();
		return undefined;
	}

	/** Opens a new output in the place of the old one, for another run. */
	#begin(): void {
		const { run } = this.#state;
		if (!run) return;
		// After a reload the run may be of the reader's own version, which the editor then shows.
		if (run.code !== null && run.phase !== 'starting') this.#edit(run.code);
		this.#clear();
		this.reserveSpace();
		const options = { tty: 'tty' in this.dataset, leave: () => this.#button('stop').focus() };
		this.#output = import('../terminal/run-output.ts').then(({ openOutput }) => openOutput(this.#panel, run, options));
	}

	#started(): void {
		const { run } = this.#state;
		if (!run) return;
		if (run.recorded) {
			loadNotes().then((notes) => {
				if (this.#state.run?.id === run.id) notes.showNotes(this, run);
				this.#draw();
			});
		} else if ('tty' in this.dataset) this.#withOutput((output) => output.focus());
		else if ('background' in this.dataset) {
			setTimeout(() => this.#on({ type: 'begun', run: run.id }), BACKGROUND_LEAD);
		}
	}

	#draw(): void {
		const { state, exit, busy } = look(this.#state);
		this.dataset.state = state;
		this.dataset.exit = exit;
		const [run, stop] = [this.#button('run'), this.#button('stop')];
		run.ariaDisabled = String(busy);
		if (!busy && document.activeElement === stop) run.focus();
		stop.hidden = !busy;
		const status = this.#part('.run-bar [role=status]');
		const text = this.#text();
		if (status.textContent !== text) status.textContent = text;
	}

	/** What the status line says; empty while the words for it are loaded. */
	#text(): string {
		const state = this.#state;
		const { said, run, is } = state;
		if (said === 'reading') return texts.reading;
		if (said && 'lost' in said) return texts.lost[said.lost];
		if (said) {
			if (!notes) loadNotes().then(() => this.#draw());
			return notes?.refusal(said.refused) ?? '';
		}
		if (is === 'waiting' || is === 'asked') return is === 'asked' && state.recorded ? '' : texts.starting;
		if (run?.recorded) return notes?.describe(run) ?? '';
		if (is === 'over') return notes?.describe(run) ?? texts[run.phase];
		const phase = is === 'ending' ? state.before : run?.phase;
		return phase ? texts[phase] : '';
	}

	async #act(action: string): Promise<void> {
		this.#menu.close();
		if (action === 'run') this.run();
		else if (action === 'stop') this.stop();
		else if (action === 'edit') (await this.#edit()).toggle();
		else if (action === 'original') (await this.#edit()).restore();
		else {
			const { act } = await actions();
			await act(this, action, this.#editor?.changed ?? this.code, this.#state.run?.missing ?? []);
		}
	}

	/** Tells that a part of the page could not be loaded, as the companion is away. */
	#broken(error: unknown): never {
		this.#on({ type: 'broken', loss: transport.loss });
		throw error;
	}

	/** The block's editor, with a text that the reader wrote before, if given. */
	async #edit(text?: string): Promise<SnippetEditor> {
		const { SnippetEditor } = await actions();
		this.#editor ??= new SnippetEditor(this, this.code, text);
		return this.#editor;
	}

	#clear(): void {
		this.#output?.then((output) => output.dispose());
		this.#output = undefined;
		const gone = [this.#panel, this.#notes];
		// An element that goes away must not take the focus with it.
		if (gone.some((part) => part.contains(document.activeElement))) this.#button('run').focus();
		for (const part of gone) part.replaceChildren();
	}

	#withOutput(use: (output: LiveOutput) => void): void {
		this.#output?.then(use);
	}

	/** How many lines the output will have, where that is known from the recording (site/build/reserve-space.ts). */
	#rows(): number | undefined {
		if ('tty' in this.dataset) return DEFAULT_SIZE.rows;
		return this.#editor?.changed !== undefined || !this.dataset.rows ? undefined : Number(this.dataset.rows);
	}

	#button(action: 'run' | 'stop'): HTMLButtonElement {
		return this.#part(`[data-action=${action}]`) as HTMLButtonElement;
	}

	#part(selector: string): HTMLElement {
		return this.querySelector(selector) as HTMLElement;
	}
}

async function loadNotes(): Promise<NonNullable<typeof notes>> {
	notes ??= await import('./notes.ts');
	return notes;
}

customElements.define('run-snippet', RunSnippet);
