// What the button of an exercise or of a clinic case does: asks the companion, and says what it answers. Loaded with the first
// click on one.
import { markSolved } from '../progress.ts';
import { noteTexts } from '../texts/notes.ts';
import { texts } from '../texts/of-head.ts';
import { transport } from '../transport/current.ts';
import type { TransportMessage } from '../transport/transport.ts';
import { refusal } from './notes.ts';

export class LabAction {
	readonly #element: HTMLElement;

	/** @param element A <lab-check> or <lab-break>. */
	constructor(element: HTMLElement) {
		this.#element = element;
		transport.listen({
			// Nobody answers what was asked before the connection broke.
			state: (state) => {
				if (state === 'open') this.#leave('idle', '');
				else if (state !== 'connecting') this.#leave('running', this.#unanswered());
			},
			message: (message) => this.#take(message),
		});
	}

	/** Asks, unless an answer is awaited already. */
	ask(): void {
		const { snippet = '', state } = this.#element.dataset;
		if (state === 'running') return;
		if (transport.send({ type: 'try', snippet })) this.#show('running', texts.trying);
		else this.#show('idle', this.#unanswered());
	}

	#take(message: TransportMessage): void {
		if (message.type !== 'tried' && message.type !== 'refused') return;
		if (message.snippet !== this.#element.dataset.snippet) return;
		if (message.type === 'refused') this.#show('failed', refusal(message.why));
		else if (message.trouble) this.#show('failed', `${noteTexts.tryFailed} ${noteTexts.advice[message.trouble]}`);
		else if (!message.ok) this.#show('failed', `${texts.notYet} ${message.said}`.trim());
		else if (this.#element.localName === 'lab-break') this.#show('passed', texts.broken);
		else {
			this.#show('passed', texts.solved);
			markSolved(message.snippet);
		}
	}

	/** Why nobody answers. */
	#unanswered(): string {
		return transport.state === 'reading' ? texts.reading : texts.lost[transport.loss];
	}

	/** Goes back to `idle`, if it is in that state. */
	#leave(state: string, text: string): void {
		if (this.#element.dataset.state === state) this.#show('idle', text);
	}

	#show(state: string, text: string): void {
		this.#element.dataset.state = state;
		const status = this.#element.querySelector('[role=status]');
		if (status) status.textContent = text;
	}
}
