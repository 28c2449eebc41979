// <lab-status>: one quiet line that says whether blocks can run, and what the lab is doing.
import type { LabState } from '../../protocol/messages.ts';
import { type LinkState, linkState, listen } from './link.ts';
import { texts } from './texts.ts';

let lab: LabState = { state: 'none' };
let engine: string | null = '';

/** What to show: a short state for the style, and the sentence. */
function current(link: LinkState): [string, string] {
	if (link === 'connecting') return ['unknown', ''];
	if (link === 'reading') return ['reading', texts.reading];
	if (link === 'lost') return ['lost', texts.lost];
	if (engine === null) return ['gone', texts.noEngine];
	if (lab.state === 'ready') return ['ready', texts.labReady(lab.engine)];
	if (lab.state === 'gone') return ['gone', texts.labGone[lab.why]];
	return [lab.state, lab.state === 'starting' ? texts.labStarting : texts.labNone];
}

class LabStatus extends HTMLElement {
	connectedCallback(): void {
		listen({
			state: () => this.#show(),
			message: (message) => {
				if (message.type === 'welcome') engine = message.engine;
				if (message.type === 'welcome' || message.type === 'lab') {
					lab = message.lab;
					this.#show();
				}
			},
		});
	}

	#show(): void {
		const [state, text] = current(linkState());
		const line = this.querySelector('[role=status]');
		this.dataset.state = state;
		this.title = text;
		if (line && line.textContent !== text) line.textContent = text;
	}
}

customElements.define('lab-status', LabStatus);
