// <page-run>: the button above a chapter that runs it from top to bottom.
import { texts } from './texts.ts';

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
		this.#label(texts.stopAll);
		const { runAll } = await import('./run-page.ts');
		await runAll(running.signal);
		this.#running = undefined;
		this.#label(texts.runAll);
	}

	#label(text: string): void {
		const button = this.querySelector('button');
		if (button) button.textContent = text;
	}
}

customElements.define('page-run', PageRun);
