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
		this.#show(texts.stopAll, texts.running);
		const [{ runAll }, { noteTexts }] = await Promise.all([import('./run-page.ts'), import('./note-texts.ts')]);
		const { passed, all, stoppedAt } = await runAll(running.signal);
		this.#running = undefined;
		this.#show(
			texts.runAll,
			noteTexts.ofAllPassed(passed, all) + (stoppedAt ? ` · ${noteTexts.stoppedAt(stoppedAt)}` : ''),
		);
		this.dataset.state = passed === all ? 'passed' : 'failed';
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
