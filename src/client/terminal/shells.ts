// The drawer's tabs: one for each shell that the page's blocks name, and those that the reader adds.
import { element, iconButton } from '../parts/element.ts';
import { texts } from '../texts/terminal.ts';
import { ShellView } from './shell-view.ts';

export interface ShellsSettings {
	/** Takes the focus when the reader leaves a terminal by Esc. */
	leave: () => void;
	/** Sees keys before a shell does; false keeps them from it. */
	key: (event: KeyboardEvent) => boolean;
	/** The tabs are others now, or another is before the reader. */
	changed: () => void;
}

/** The shells that the page's blocks name, `main` first. */
function shellsOfPage(): string[] {
	const blocks = document.querySelectorAll<HTMLElement>('run-snippet[data-shell]');
	return [...new Set(['main', ...[...blocks].map((block) => block.dataset.shell ?? 'main')])];
}

export class Shells {
	readonly tabs = element('div', { role: 'tablist', 'aria-label': texts.shells });
	readonly add = iconButton('add', texts.newShell, () => this.open(this.#unused()).focus());
	readonly panels = element('div', { class: 'terminal-panels' });
	readonly #settings: ShellsSettings;
	/** A shell gets its terminal when its tab is first chosen. */
	readonly #views = new Map<string, ShellView>();
	#current = '';

	constructor(settings: ShellsSettings, names: string[]) {
		this.#settings = settings;
		for (const name of new Set([...shellsOfPage(), ...names])) this.#addTab(name);
		this.tabs.addEventListener('keydown', (event) => this.#walk(event));
	}

	get names(): string[] {
		return [...this.tabs.children].map((tab) => (tab as HTMLElement).dataset.shell ?? '');
	}

	get current(): ShellView | undefined {
		return this.#views.get(this.#current);
	}

	get views(): Iterable<ShellView> {
		return this.#views.values();
	}

	/** Brings a shell before the reader; a new one where none has that name. */
	open(name: string): ShellView {
		if (!this.names.includes(name)) this.#addTab(name);
		this.#current = name;
		for (const tab of this.tabs.children) {
			const chosen = tab === this.#tab(name);
			tab.setAttribute('aria-selected', String(chosen));
			tab.setAttribute('tabindex', chosen ? '0' : '-1');
		}
		for (const panel of this.panels.children as HTMLCollectionOf<HTMLElement>)
			panel.hidden = panel.id !== panelId(name);
		const view = this.#views.get(name) ?? this.#attach(name);
		this.#settings.changed();
		return view;
	}

	/** The reader's own shell goes with its tab; one that blocks use keeps it, and can be opened again. */
	drop(view: ShellView): void {
		if (shellsOfPage().includes(view.name)) return;
		const at = this.names.indexOf(view.name);
		view.dispose();
		this.#views.delete(view.name);
		this.#tab(view.name)?.remove();
		view.panel.remove();
		this.open(this.names[Math.max(0, at - 1)] ?? 'main').focus();
	}

	dispose(): void {
		for (const view of this.#views.values()) view.dispose();
	}

	#addTab(name: string): void {
		const tab = element('button', {
			type: 'button',
			role: 'tab',
			id: `terminal-tab-${name}`,
			'aria-controls': panelId(name),
			'aria-selected': 'false',
			tabindex: '-1',
			'data-shell': name,
		});
		tab.append(name);
		tab.onclick = () => this.open(name).focus();
		const panel = element('div', { role: 'tabpanel', id: panelId(name), 'aria-labelledby': tab.id });
		panel.hidden = true;
		this.tabs.append(tab);
		this.panels.append(panel);
	}

	#attach(name: string): ShellView {
		const panel = this.panels.querySelector<HTMLElement>(`#${panelId(name)}`) as HTMLElement;
		const view = new ShellView(name, panel, this.#settings.leave, this.#settings.key);
		this.#views.set(name, view);
		view.attach();
		return view;
	}

	/** Arrow keys go from tab to tab, as the ARIA pattern for tabs has it. */
	#walk(event: KeyboardEvent): void {
		const { names } = this;
		const at = names.indexOf(this.#current);
		const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: names.length - 1 }[event.key];
		const name = to === undefined ? undefined : names[(to + names.length) % names.length];
		if (!name) return;
		event.preventDefault();
		this.open(name);
		this.#tab(name)?.focus();
	}

	#tab(name: string): HTMLElement | null {
		return this.tabs.querySelector<HTMLElement>(`[data-shell="${name}"]`);
	}

	#unused(): string {
		let number = 2;
		while (this.names.includes(`shell-${number}`)) number++;
		return `shell-${number}`;
	}
}

function panelId(name: string): string {
	return `terminal-panel-${name}`;
}
