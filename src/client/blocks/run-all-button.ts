// <page-run>: the button above a chapter that runs it from top to bottom.

import { texts } from '../texts/of-head.ts';
import { transport } from '../transport/current.ts';

class PageRun extends HTMLElement {
	#running: AbortController | undefined;

	connectedCallback(): void {
		this.querySelector('button')?.addEventListener('click', () =>
			this.#running ? this.#running.abort() : this.#run(),
		);
	}

	async #run(): Promise<void> {
		const running = new AbortController();
		this.#running = running;
		this.#show(texts.stopAll, texts.running);
		try {
			const { runAll } = await import('./run-in-turn.ts');
			const { state, said } = await runAll(running.signal);
			this.#show(texts.runAll, said);
			this.dataset.state = state;
		} catch (error) {
			// The code could not be loaded: the companion is away.
			this.#show(texts.runAll, texts.lost[transport.loss]);
			this.dataset.state = 'idle';
			throw error;
		} finally {
			this.#running = undefined;
		}
	}

	#show(label: string, text: string): void {
		this.dataset.state = 'running';
		const button = this.querySelector('button');
		if (button) button.textContent = label;
		const status = this.querySelector('[role=status]');
		if (status) status.textContent = text;
	}
}

customElements.define('page-run', PageRun);
