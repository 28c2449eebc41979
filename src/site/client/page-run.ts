// <page-run>: the button above a chapter that runs it from top to bottom.
import { lastLoss } from './link.ts';
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
		const loading = Promise.all([import('./run-page.ts'), import('./note-texts.ts')]);
		const loaded = await loading.catch(() => undefined);
		if (!loaded) {
			// Without the companion nothing can be loaded.
			this.#running = undefined;
			this.#show(texts.runAll, texts.lost[lastLoss()]);
			this.dataset.state = 'failed';
			return;
		}
		const [{ runAll }, { noteTexts }] = loaded;
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
