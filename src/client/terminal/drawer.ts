// The terminal at the foot of the page: the page's own shells, to type in freely. Loaded when it is first opened.
import type { LabState } from '../../protocol/messages.ts';
import { freshLab } from '../lab/reset.ts';
import { element, iconButton } from '../parts/element.ts';
import { terminalOf } from '../storage-keys.ts';
import { texts as pageTexts } from '../texts/of-head.ts';
import { texts } from '../texts/terminal.ts';
import { page, transport } from '../transport/current.ts';
import type { TransportMessage } from '../transport/transport.ts';
import { findBar } from './find-bar.ts';
import { History } from './history.ts';
import { keysButton } from './keys-list.ts';
import { edge } from './resize-edge.ts';
import { Shells } from './shells.ts';

const ID = 'terminal-drawer';
/** Where this tab keeps, for a reload, that the page's terminal was open, and with which shells (see opener.ts). */
const MEMORY = terminalOf(page);

class Drawer {
	readonly #element = element('section', { class: 'terminal-drawer', id: ID, 'aria-label': texts.terminal });
	readonly #before = document.activeElement;
	readonly #close = iconButton('close', texts.close, () => closeTerminal());
	readonly #history = new History();
	readonly #historyButton = iconButton('history', texts.history, () => this.#toggleHistory());
	readonly #fullButton = iconButton('full', texts.fullScreen, () => this.#toggleFull());
	readonly #find = findBar(() => this.shells.current);
	readonly shells: Shells;

	constructor(names: string[]) {
		this.shells = new Shells(
			{ leave: () => this.#close.focus(), key: (event) => this.#key(event), changed: () => this.#remember() },
			names,
		);
		const end = iconButton('end', texts.endShell, () => this.#end());
		const find = iconButton('find', `${texts.find} (Ctrl+Shift+F)`, this.#find.toggle);
		this.#historyButton.ariaPressed = 'false';
		this.#fullButton.ariaPressed = 'false';
		this.#element.append(
			edge(ID),
			element(
				'div',
				{ class: 'terminal-bar' },
				this.shells.tabs,
				this.shells.add,
				element('span', { class: 'terminal-hint' }, texts.hint),
				find,
				this.#historyButton,
				...keysButton(),
				end,
				this.#fullButton,
				this.#close,
			),
			this.#find.bar,
			element('div', { class: 'terminal-body' }, this.shells.panels, this.#history.panel),
		);
		document.body.append(this.#element);
	}

	state(): void {
		const lost = { reading: pageTexts.reading, lost: pageTexts.lost[transport.loss] }[transport.state as string];
		if (lost) for (const view of this.shells.views) view.say(lost);
	}

	take(message: TransportMessage): void {
		switch (message.type) {
			case 'welcome':
				this.#history.refresh();
				for (const view of this.shells.views) view.attach();
				break;
			case 'reset':
				this.#history.clear();
				for (const view of this.shells.views) {
					view.forget();
					view.attach();
				}
				break;
			case 'lab':
				this.#labChanged(message.lab);
				break;
			case 'shell':
				for (const view of this.shells.views) if (view.name === message.shell.name) view.update(message.shell);
				break;
			case 'run':
				this.#history.show(message.run);
				break;
			case 'gap':
				this.#view(message.channel)?.skip(message.to);
				this.#history.skip(message.channel, message.to);
				break;
		}
	}

	output(frame: Parameters<History['write']>[0]): void {
		this.#view(frame.channel)?.write(frame);
		this.#history.write(frame);
	}

	dispose(): void {
		const focused = this.#element.contains(document.activeElement);
		if (this.#full) this.#toggleFull();
		this.shells.dispose();
		this.#history.dispose();
		this.#element.remove();
		if (!focused) return;
		const before = this.#before === document.body ? null : this.#before;
		const back = before?.isConnected ? before : document.querySelector('.terminal-opener > button');
		if (back instanceof HTMLElement) back.focus({ preventScroll: true });
	}

	get #full(): boolean {
		return 'full' in this.#element.dataset;
	}

	#view(channel: number) {
		return [...this.shells.views].find((view) => view.channel === channel);
	}

	/** A shell ends with its lab; where another part of the page got a new lab, its shells are shown. */
	#labChanged(lab: LabState): void {
		for (const view of this.shells.views) {
			if (lab.state === 'gone') {
				view.forget();
				view.say(pageTexts.labGone[lab.why], { label: pageTexts.freshLab, act: freshLab });
			} else if (lab.state === 'ready' && view.channel === undefined) view.attach();
		}
	}

	#end(): void {
		const view = this.shells.current;
		if (!view) return;
		transport.send({ type: 'close', shell: view.name });
		this.shells.drop(view);
	}

	#toggleHistory(): void {
		this.#historyButton.ariaPressed = String(this.#history.toggle());
	}

	#toggleFull(): void {
		const full = this.#element.toggleAttribute('data-full');
		this.#fullButton.ariaPressed = String(full);
		// Tab must not reach what the terminal covers.
		for (const other of document.body.children) if (other !== this.#element) other.toggleAttribute('inert', full);
	}

	#key(event: KeyboardEvent): boolean {
		if (event.ctrlKey && event.code === 'Backquote') return false;
		if (!event.ctrlKey || !event.shiftKey || event.code !== 'KeyF') return true;
		event.preventDefault();
		this.#find.toggle();
		return false;
	}

	#remember(): void {
		const shells = { names: this.shells.names, current: this.shells.current?.name };
		sessionStorage.setItem(MEMORY, JSON.stringify(shells));
	}
}

let drawer: Drawer | undefined;
transport.listen({
	state: () => drawer?.state(),
	message: (message) => drawer?.take(message),
	output: (frame) => drawer?.output(frame),
});

/** Opens the terminal on a shell of the page, with the focus in it. */
export function openTerminal(shell = 'main'): void {
	drawer ??= new Drawer(remembered().names);
	drawer.shells.open(shell).focus();
	drawer.state();
}

/** Opens the terminal as it was before a reload, and leaves the focus where it is. */
export function restoreTerminal(): void {
	const { names, current } = remembered();
	drawer ??= new Drawer(names);
	drawer.shells.open(current);
	drawer.state();
}

/** Opens the terminal, or closes it. */
export function toggleTerminal(): void {
	if (drawer) closeTerminal();
	else openTerminal(remembered().current);
}

/** Types code at the prompt of a shell, as one paste; the reader enters it. */
export function typeInTerminal(shell: string, code: string): void {
	openTerminal(shell);
	drawer?.shells.current?.type(code);
}

/** Puts the terminal away; its shells go on. */
function closeTerminal(): void {
	drawer?.dispose();
	drawer = undefined;
	sessionStorage.removeItem(MEMORY);
}

function remembered(): { names: string[]; current: string } {
	const { names = [], current = 'main' } = JSON.parse(sessionStorage.getItem(MEMORY) ?? '{}');
	return { names, current };
}
