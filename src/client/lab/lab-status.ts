// <lab-status>: one quiet line that says whether blocks can run, and what the lab is doing; behind it, what can be done.
import type { Capability, LabState } from '../../protocol/messages.ts';
import { texts } from '../texts/of-head.ts';
import { transport } from '../transport/current.ts';
import type { LabPanel, LabView } from './lab-panel.ts';

const reset = () => import('./reset.ts');

let lab: LabState = { state: 'none' };
let engine: string | null = '';
let can: readonly Capability[] = [];

function current(): LabView {
	const view = (state: string, sentence: string, short = sentence): LabView => ({
		state,
		sentence,
		short,
		possible: engine !== null,
		can,
	});
	const link = transport.state;
	if (link === 'connecting') return view('unknown', '');
	if (link === 'reading') return view('reading', texts.reading, texts.readOnly);
	if (link === 'lost') return view('lost', texts.lost[transport.loss]);
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
			const loaded = await import('./lab-panel.ts');
			if (this.#panel) return;
			this.#panel = new loaded.LabPanel(button);
			this.#panel.show(current());
			this.#panel.element.showPopover({ source: button });
		});
		this.#mend.addEventListener('click', async () => {
			// The companion serves the code too: trying again must not need to load any.
			if (transport.state === 'lost') transport.retry();
			else (await reset()).freshLab();
			button.focus();
		});
		transport.listen({
			state: () => this.#show(),
			message: (message) => {
				if (message.type === 'welcome') ({ engine, can } = message);
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

	/** Leaves an unchanged text alone: a screen reader would read it again. */
	#say(part: string, text: string): void {
		const line = this.querySelector(part);
		if (line && line.textContent !== text) line.textContent = text;
	}
}

customElements.define('lab-status', LabStatus);

transport.listen({
	state: async (state, loss) => {
		// The status in the header shows the loss only until the page is connected again.
		if (state === 'lost' && loss === 'too-much-sent') (await reset()).notice(texts.lost[loss]);
	},
	message: async (message) => {
		if (message.type === 'reset') (await reset()).wasReset();
	},
});
