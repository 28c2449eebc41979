// <lab-status>: one quiet line that says whether blocks can run, and what the lab is doing; behind it, what can be done.
import type { LabState } from '../../protocol/messages.ts';
import { texts } from '../texts/of-head.ts';
import { lastLoss, linkState, listen, retry } from '../transport/companion-transport.ts';
import type { LabPanel, LabView } from './lab-panel.ts';

let lab: LabState = { state: 'none' };
let engine: string | null = '';

function current(): LabView {
	const view = (state: string, sentence: string, short = sentence): LabView => ({
		state,
		sentence,
		short,
		possible: engine !== null,
	});
	const link = linkState();
	if (link === 'connecting') return view('unknown', '');
	if (link === 'reading') return view('reading', texts.reading, texts.readOnly);
	if (link === 'lost') return view('lost', texts.lost[lastLoss()]);
	if (engine === null) return view('gone', texts.noEngine);
	if (lab.state === 'ready') return view('ready', texts.labReady.replace('{{engine}}', lab.engine));
	if (lab.state === 'gone') return view('gone', texts.labGone[lab.why]);
	return view(lab.state, lab.state === 'starting' ? texts.labStarting : texts.labNone);
}

class LabStatus extends HTMLElement {
	#panel: LabPanel | undefined;

	connectedCallback(): void {
		const button = this.querySelector('button') as HTMLButtonElement;
		button.addEventListener('click', async () => {
			if (this.#panel) return;
			const { LabPanel } = await import('./lab-panel.ts');
			if (this.#panel) return;
			this.#panel = new LabPanel(button);
			this.#panel.show(current());
			this.#panel.element.showPopover({ source: button });
		});
		this.#mend.addEventListener('click', async () => {
			// Without the companion nothing can be loaded: to try again needs nothing.
			if (linkState() === 'lost') retry();
			else (await import('./reset.ts')).freshLab();
			button.focus();
		});
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

	/** The one click that mends what is broken, where one can. */
	get #mend(): HTMLButtonElement {
		return this.querySelector('.lab-mend') as HTMLButtonElement;
	}

	#show(): void {
		const view = current();
		const mend = this.#mend;
		mend.hidden = view.state !== 'lost' && (view.state !== 'gone' || !view.possible);
		mend.textContent = view.state === 'lost' ? texts.retry : texts.freshLab;
		this.dataset.state = view.state;
		this.title = view.sentence;
		this.#panel?.show(view);
		this.#say('.lab-status-text', view.short);
		this.#say('[role=status]', view.sentence);
	}

	/** What is said already is not said again: it would be read aloud. */
	#say(part: string, text: string): void {
		const line = this.querySelector(part);
		if (line && line.textContent !== text) line.textContent = text;
	}
}

customElements.define('lab-status', LabStatus);

listen({
	state: async (state, loss) => {
		// The status tells only until the page is back.
		if (state === 'lost' && loss === 'too-much-sent') (await import('../parts/notice.ts')).notice(texts.lost[loss]);
	},
	message: async (message) => {
		if (message.type === 'reset') (await import('./reset.ts')).wasReset();
	},
});
