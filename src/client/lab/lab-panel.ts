// The panel behind the lab's status in the header: the lab's state in a sentence, and buttons for what the reader can do.

import type { Capability } from '../../protocol/messages.ts';
import { element } from '../parts/element.ts';
import { texts as pageTexts } from '../texts/of-head.ts';
import { texts } from '../texts/terminal.ts';
import { transport } from '../transport/current.ts';
import { freshLab, resetLab } from './reset.ts';

/** What the panel is to show. */
export interface LabView {
	/** As in the element's `data-state`. */
	state: string;
	sentence: string;
	/** The sentence without what can be done, where the panel says that by itself. */
	short: string;
	/** Whether the companion has an engine to make labs with. */
	possible: boolean;
	/** What those labs can do. */
	can: readonly Capability[];
}

export class LabPanel {
	readonly element = element('div', { class: 'lab-panel', popover: 'auto', role: 'dialog', 'aria-label': texts.lab });

	/** @param button What opens it, and below which it opens. */
	constructor(button: HTMLButtonElement) {
		button.after(this.element);
		button.popoverTargetElement = this.element;
		this.element.addEventListener('beforetoggle', () => {
			const { bottom, right } = button.getBoundingClientRect();
			this.element.style.top = `${bottom + 8}px`;
			// Below the button's end, but never out of a narrow window.
			const end = document.documentElement.clientWidth - right;
			this.element.style.right = `max(8px, min(${end}px, 100vw - var(--panel-width) - 8px))`;
		});
	}

	show({ state, short, possible, can }: LabView): void {
		const content = [element('p', { class: 'lab-panel-sentence' }, short)];
		if (state === 'reading') {
			content.push(element('p', {}, `${texts.readingHow} `, element('code', {}, 'npm start'), ` ${texts.readingThen}`));
		}
		if (state === 'gone' && !possible) content.push(element('p', {}, texts.noEngineHow));
		const buttons = possible || state === 'lost' ? this.#buttons(state, can) : [];
		if (buttons.length > 0) content.push(element('div', { class: 'lab-buttons' }, ...buttons));
		const focused = this.element.contains(document.activeElement);
		this.element.replaceChildren(...content);
		if (focused) (buttons[0] ?? this.element).focus();
	}

	#buttons(state: string, can: readonly Capability[]): HTMLElement[] {
		if (state === 'lost') return [this.#button(pageTexts.retry, () => transport.retry())];
		if (state === 'reading' || state === 'unknown') return [];
		if (state === 'gone') return [this.#button(pageTexts.freshLab, freshLab)];
		const openTerminal = async () => (await import('../terminal/drawer.ts')).openTerminal();
		return [
			...(can.includes('tty') ? [this.#button(texts.terminal, openTerminal)] : []),
			...(can.includes('reset') && state !== 'none' ? [this.#button(texts.reset, resetLab)] : []),
		];
	}

	#button(label: string, act: () => void): HTMLElement {
		const button = element('button', { type: 'button' }, label);
		button.onclick = () => {
			this.element.hidePopover();
			act();
		};
		return button;
	}
}
