// <run-snippet>: a bash block that runs. It asks the companion, shows what comes back, and says how it ended.
import { MOST_CODE } from '../../protocol/limits.ts';
import type { Refusal, RunState } from '../../protocol/messages.ts';
import type { LiveOutput } from '../terminal/live-output.ts';
import type { noteTexts } from '../texts/notes.ts';
import { texts } from '../texts/of-head.ts';
import { lastLoss, linkState, listen, send, type } from '../transport/companion-transport.ts';
import { columns } from './columns.ts';
import type { SnippetEditor } from './editor.ts';
import { Menu } from './menu.ts';
import { Room } from './reserved-space.ts';
import type { Outcome, RunnableBlock } from './runnable-block.ts';

const ROWS = 24;
/** How long a block that stays is given to begin before the page goes on; in ms. */
const BACKGROUND_LEAD = 1500;

export class RunSnippet extends HTMLElement implements RunnableBlock {
	#run: RunState | undefined;
	/** The terminal of the current run; its code is loaded when the first one is needed. */
	#output: Promise<LiveOutput> | undefined;
	#editor: SnippetEditor | undefined;
	/** Stops the recording that is played here, where nothing can run. */
	#playing: AbortController | undefined;
	/** Whether a run was asked for that the companion has not answered yet. */
	#asked = false;
	/** Runs what was asked for before there was a connection. */
	#linked: () => void = () => {};
	#outcome: (outcome: Outcome) => void = () => {};
	readonly #menu = new Menu(this.querySelector('.run-more') as HTMLDetailsElement);
	readonly #room = new Room(this, this.#panel(), this.#notes());

	connectedCallback(): void {
		this.addEventListener('click', (event) => {
			const button = (event.target as Element).closest<HTMLButtonElement>('[data-action]');
			if (button) this.#act(button.dataset.action ?? '').catch((error) => this.#missing(error));
		});
		this.addEventListener('keydown', (event) => {
			if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
			event.preventDefault();
			this.run();
		});
		listen({
			state: (state) => {
				if (state === 'reading') this.#forget();
				if (state === 'connecting') return;
				// That the companion is away is no longer so.
				if (state !== 'lost' && !this.#run && !this.#asked) this.#say('');
				this.#linked();
				this.#linked = () => {};
			},
			message: (message) => {
				if (message.type === 'run' && message.run.snippet === this.reference) this.#show(message.run);
				else if (message.type === 'refused' && message.snippet === this.reference) {
					this.#unask(message.why);
				} else if (message.type === 'gap' && message.channel === this.#run?.channel) {
					this.#withOutput((output) => output.skip(message.to));
				} else if (message.type === 'reset') this.#forget();
				else if (message.type === 'welcome') this.#unask();
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
		return this.dataset.state === 'starting' || this.dataset.state === 'running' || this.#playing !== undefined;
	}

	/** Runs the block, or what the reader made of it. Resolves when it has ended, or goes on by itself. */
	run(): Promise<Outcome> {
		if (this.#active) return Promise.resolve('background' in this.dataset ? 'going' : 'refused');
		if (linkState() === 'connecting') {
			this.#say(texts.starting);
			return new Promise((resolve) => {
				this.#linked = () => resolve(this.run());
			});
		}
		const code = this.#editor?.changed;
		if (linkState() === 'reading' && code === undefined) return this.#play();
		if (code !== undefined && code.length > MOST_CODE) {
			return this.#refuse((told) => told.tooLong(MOST_CODE.toLocaleString(document.documentElement.lang)));
		}
		const what = { snippet: this.reference, cols: columns(this.#panel()), rows: ROWS };
		const sent = send(code === undefined ? { type: 'run', ...what } : { type: 'run-edited', code, ...what });
		if (!sent) {
			this.#say(linkState() === 'reading' ? texts.reading : texts.lost[lastLoss()]);
			return Promise.resolve('refused');
		}
		this.#asked = true;
		this.dataset.state = 'starting';
		this.#say(texts.starting);
		this.makeRoom();
		return new Promise((resolve) => {
			this.#outcome = resolve;
		});
	}

	/** Room for the result of a run that is to come; without one, what is there closes again. */
	makeRoom(comes = true): void {
		if (comes) this.#room.open(this.#rows());
		else if (!this.#active) this.#room.cancel();
	}

	stop(): void {
		this.#playing?.abort();
		if (this.#run) send({ type: 'stop', run: this.#run.id });
	}

	/** What was recorded, where there is no companion to run it. */
	async #play(): Promise<Outcome> {
		const playing = new AbortController();
		this.#playing = playing;
		this.#clear();
		this.makeRoom();
		this.#busy(true);
		this.dataset.state = 'recorded';
		const { play } = await import('../transport/playback.ts');
		const view = { panel: this.#panel(), notes: this.#notes(), say: (text: string) => this.#say(text) };
		const exit = await play(this.reference, view, playing.signal);
		this.#playing = undefined;
		this.#room.settle(() => {});
		this.#busy(false);
		this.dataset.exit = exit === null || exit === undefined ? '' : String(exit);
		if (exit === undefined && !playing.signal.aborted) this.dataset.state = 'idle';
		return exit === undefined ? 'refused' : 'passed';
	}

	/** While something runs or plays, it can be stopped, and not begun again. */
	#busy(busy: boolean): void {
		this.#button('run').ariaDisabled = String(busy);
		if (!busy && document.activeElement === this.#button('stop')) this.#button('run').focus();
		this.#button('stop').hidden = !busy;
	}

	async #act(action: string): Promise<void> {
		this.#menu.close();
		if (action === 'run') this.run();
		else if (action === 'stop') this.stop();
		else if (action === 'edit' || action === 'original') {
			const editor = await this.#edit();
			if (action === 'edit') editor.toggle();
			else editor.restore();
		} else if (action === 'run-to-here') (await import('./run-in-turn.ts')).runUpTo(this);
		else if (action === 'compare') (await import('./compare.ts')).toggleComparison(this, this.reference);
		else if (action === 'run-missing') (await import('./run-in-turn.ts')).runInTurn(this.#run?.missing ?? [], this);
		else if (action === 'type-in-terminal') {
			const { typeInTerminal } = await import('../terminal/drawer.ts');
			typeInTerminal(this.dataset.shell ?? 'main', this.#editor?.changed ?? this.code);
		}
	}

	/** A part of the page that was not loaded before the companion went away. */
	#missing(error: unknown): never {
		this.#say(texts.lost[lastLoss()]);
		throw error;
	}

	/** The block's editor, with a text that the reader wrote before, if given. */
	async #edit(text?: string): Promise<SnippetEditor> {
		const { SnippetEditor } = await import('./editor.ts');
		this.#editor ??= new SnippetEditor(this, this.code, text);
		return this.#editor;
	}

	#show(run: RunState): void {
		const begins = run.phase === 'running' && (run.id !== this.#run?.id || this.#run.phase !== 'running');
		if (run.id !== this.#run?.id) {
			// What ran before the page was loaded again is still the reader's version, and not the page's.
			if (run.code !== null && run.phase !== 'starting') this.#edit(run.code);
			this.#begin(run);
		}
		this.#run = run;
		if (run.phase === 'starting' || run.phase === 'running') {
			this.#state(run, texts[run.phase]);
			this.#withOutput((output) => output.resize(run.cols, run.rows));
			if (begins && 'tty' in this.dataset) this.#withOutput((output) => output.focus());
			if (begins && 'background' in this.dataset) {
				setTimeout(() => this.#active && this.#outcome('going'), BACKGROUND_LEAD);
			}
		} else {
			// Whoever reads the end reads all of the output with it.
			const drawn = this.#output?.then((output) => output.end(run.printed));
			Promise.allSettled([import('./notes.ts'), drawn]).then(([notes]) => {
				if (run.id !== this.#run?.id) return;
				const told = notes.status === 'fulfilled' ? notes.value : undefined;
				this.#room.settle(() => told?.showNotes(this, run));
				this.#state(run, told?.describe(run) ?? texts[run.phase]);
				this.#outcome(run.phase as Outcome);
			});
		}
	}

	#state({ phase, exit }: RunState, text: string): void {
		this.dataset.state = phase;
		this.dataset.exit = exit === null ? '' : String(exit);
		this.#busy(this.#active);
		this.#say(text);
	}

	/** Nothing comes of what was asked. @param why what the companion says to that */
	#unask(why?: Refusal): void {
		if (!this.#asked) return;
		this.#asked = false;
		this.dataset.state = this.#run?.phase ?? 'idle';
		this.#say('');
		if (why) this.#refuse((told) => told.refused[why]);
		this.makeRoom(false);
		this.#outcome('refused');
	}

	/** Says why nothing is run. */
	async #refuse(why: (told: typeof noteTexts) => string): Promise<Outcome> {
		const { noteTexts } = await import('../texts/notes.ts');
		this.#say(why(noteTexts));
		return 'refused';
	}

	/** Another run than the one shown: its output takes the place of the old one. */
	#begin(run: RunState): void {
		this.#asked = false;
		this.#clear();
		this.makeRoom();
		const panel = this.#panel();
		const { channel, cols, rows, shell, printed } = run;
		this.#output = import('../terminal/live-output.ts').then(
			({ LiveOutput }) =>
				new LiveOutput(panel, {
					cols,
					rows,
					shell,
					printed,
					tty: 'tty' in this.dataset,
					leave: () => this.#button('stop').focus(),
					typed: (data) => type({ type: 'input', run: run.id }, data),
					seen: (offset) => send({ type: 'seen', channel, offset }),
				}),
		);
	}

	/** What ran is no more: the lab was replaced, or the companion that knew it is not there. */
	#forget(): void {
		if (!this.#run) return;
		this.#run = undefined;
		this.#clear();
		this.#room.close();
		this.#busy(false);
		this.dataset.state = 'idle';
		this.dataset.exit = '';
		this.#say('');
		this.#outcome('stopped');
	}

	#clear(): void {
		this.#output?.then((output) => output.dispose());
		this.#output = undefined;
		const gone = [this.#panel(), this.#notes()];
		// The focus does not go with what had it.
		if (gone.some((part) => part.contains(document.activeElement))) this.#button('run').focus();
		for (const part of gone) part.replaceChildren();
	}

	#withOutput(use: (output: LiveOutput) => void): void {
		this.#output?.then(use);
	}

	#say(text: string): void {
		const status = this.querySelector('.run-bar [role=status]');
		if (status) status.textContent = text;
	}

	/** How many lines the output will have, where that is known from the recording (site/build/reserve-space.ts). */
	#rows(): number | undefined {
		if ('tty' in this.dataset) return ROWS;
		return this.#editor?.changed !== undefined || !this.dataset.rows ? undefined : Number(this.dataset.rows);
	}

	#button(action: 'run' | 'stop'): HTMLButtonElement {
		return this.querySelector(`[data-action=${action}]`) as HTMLButtonElement;
	}

	#notes(): HTMLElement {
		return this.querySelector('.run-notes') as HTMLElement;
	}

	#panel(): HTMLElement {
		return this.querySelector('[role=log]') as HTMLElement;
	}
}

customElements.define('run-snippet', RunSnippet);
