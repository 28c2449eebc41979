// <run-snippet>: a bash block that runs. It asks the companion, shows what comes back, and says how it ended.
import type { RunState } from '../../protocol/messages.ts';
import { linkState, listen, send } from './link.ts';
import type { LiveOutput } from './live-output.ts';
import { texts } from './texts.ts';

/** A panel narrower than this scrolls sideways, so that tables keep their columns. */
const LEAST_COLS = 80;
const MOST_COLS = 200;
const ROWS = 24;

class RunSnippet extends HTMLElement {
	#run: RunState | undefined;
	/** The terminal of the current run; its code is loaded when the first one is needed. */
	#output: Promise<LiveOutput> | undefined;

	connectedCallback(): void {
		this.#button('run').addEventListener('click', () => this.run());
		this.#button('stop').addEventListener('click', () => this.#run && send({ type: 'stop', run: this.#run.id }));
		listen({
			state: (state) => state === 'reading' && this.#forget(),
			message: (message) => {
				if (message.type === 'run' && message.run.snippet === this.dataset.snippet) this.#show(message.run);
				if (message.type === 'refused' && message.snippet === this.dataset.snippet)
					this.#say(texts.refused[message.why]);
				if (message.type === 'gap' && message.run === this.#run?.id)
					this.#withOutput((output) => output.skip(message.to));
			},
			output: (frame) => {
				if (frame.channel === this.#run?.channel) this.#withOutput((output) => output.write(frame));
			},
		});
	}

	run(): void {
		if (this.dataset.state === 'starting' || this.dataset.state === 'running') return;
		const sent = send({ type: 'run', snippet: this.dataset.snippet ?? '', cols: this.#cols(), rows: ROWS });
		if (!sent) this.#say(linkState() === 'reading' ? texts.reading : texts.lost);
	}

	#show(run: RunState): void {
		if (run.id !== this.#run?.id) this.#begin(run);
		this.#run = run;
		if (run.phase === 'starting' || run.phase === 'running') {
			this.#state(run, false);
			if (run.phase === 'running' && 'tty' in this.dataset) this.#withOutput((output) => output.focus());
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
	}

	/** Another run than the one shown: its output takes the place of the old one. */
	#begin(run: RunState): void {
		const panel = this.#panel();
		this.#output?.then((output) => output.dispose());
		panel.replaceChildren();
		panel.hidden = false;
		this.#output = import('./live-output.ts').then(
			({ LiveOutput }) =>
				new LiveOutput(panel, {
					cols: this.#cols(),
					rows: ROWS,
					typed: (data) => send({ type: 'input', run: run.id, data }),
					seen: (offset) => send({ type: 'seen', run: run.id, offset }),
				}),
		);
	}

	/** The companion that knew this run is not there any more. */
	#forget(): void {
		if (!this.#run) return;
		this.#button('stop').hidden = true;
		this.#button('run').ariaDisabled = 'false';
		this.dataset.state = 'idle';
	}

	#withOutput(use: (output: LiveOutput) => void): void {
		this.#output?.then(use);
	}

	#say(text: string): void {
		const status = this.querySelector('[role=status]');
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

/** A run's state as one short sentence. */
function describe(run: RunState): string {
	if (run.phase === 'starting') return texts.starting;
	if (run.phase === 'running') return texts.running;
	const unmet = run.expectation.some((line) => !line.met);
	const parts = [
		texts[run.phase],
		run.exit === null ? '' : texts.exit(run.exit),
		run.duration === null ? '' : texts.seconds((run.duration / 1000).toFixed(run.duration < 10_000 ? 2 : 0)),
		run.trouble ? texts.trouble[run.trouble] : '',
		unmet && !run.trouble && run.phase === 'failed' ? texts.unmet : '',
	];
	return parts.filter(Boolean).join(' · ');
}

customElements.define('run-snippet', RunSnippet);
