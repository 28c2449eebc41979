// A terminal as this site shows one: in the page's colours, and so that what a program prints can style text and do nothing
// else. The one module that makes terminals, for blocks and for the drawer, in one chunk with xterm.js.
import { type IFunctionIdentifier, type ITerminalInitOnlyOptions, type ITerminalOptions, Terminal } from '@xterm/xterm';
import xtermStyles from '@xterm/xterm/css/xterm.css?inline';
import { refuseExcess } from '../../transcript/terminal.ts';
import { texts } from '../texts/terminal.ts';

/** How a terminal stands in its page, beside what xterm.js lets one choose. */
export interface ScreenSettings extends ITerminalOptions, ITerminalInitOnlyOptions {
	/** Whether a program is answered when it asks what terminal this is, or where the cursor stands. */
	mayAnswer: () => boolean;
	/** Takes the focus out of the terminal, for the reader who pressed Esc. */
	leave: () => void;
	/** Sees every other key first; false keeps it from the program. */
	key?: (event: KeyboardEvent) => boolean;
}

/** In a full-screen program, which has a use for Esc, a second one within this time leaves; in ms. */
const TWICE_WITHIN = 500;

/** The control sequences to which xterm.js answers (ECMA-48 DA and DSR, DEC's and xterm's variants of them, DECRQM). */
const QUESTIONS: IFunctionIdentifier[] = [
	{ final: 'c' },
	{ prefix: '>', final: 'c' },
	{ final: 'n' },
	{ prefix: '?', final: 'n' },
	{ intermediates: '$', final: 'p' },
	{ prefix: '?', intermediates: '$', final: 'p' },
];
/** Titles, the palette, the clipboard: commands to the terminal that are no style of any text. */
const IGNORED_COMMANDS = [0, 1, 2, 4, 10, 11, 12, 52, 104, 110, 111, 112];

const sheet = new CSSStyleSheet();
sheet.replaceSync(xtermStyles);
document.adoptedStyleSheets.push(sheet);
Terminal.strings.promptLabel = texts.input;

/** Opens a terminal in a panel, with the panel's font and colours; it follows the theme when the reader changes it. */
export function openScreen(panel: HTMLElement, { mayAnswer, leave, key, ...options }: ScreenSettings): Terminal {
	const style = getComputedStyle(panel);
	const terminal = new Terminal({
		fontFamily: style.fontFamily,
		fontSize: Number.parseFloat(style.fontSize),
		theme: theme(style),
		cursorStyle: 'bar',
		// A program may print what no terminal understands; that is no error of the page.
		logLevel: 'off',
		minimumContrastRatio: 4.5,
		linkHandler: { activate: () => {} },
		...options,
	});
	refuseExcess(terminal);
	for (const question of QUESTIONS) terminal.parser.registerCsiHandler(question, () => !mayAnswer());
	// How a setting stands: a program would be answered in a string, which a shell's line editor takes for commands.
	terminal.parser.registerDcsHandler({ intermediates: '$', final: 'q' }, () => true);
	terminal.parser.registerCsiHandler({ final: 't' }, () => true);
	for (const command of IGNORED_COMMANDS) terminal.parser.registerOscHandler(command, () => true);
	terminal.attachCustomKeyEventHandler(keyHandler(terminal, leave, key));
	const themes = new MutationObserver(() => {
		terminal.options.theme = theme(style);
	});
	themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
	terminal.loadAddon({ activate: () => {}, dispose: () => themes.disconnect() });
	terminal.open(panel);
	// xterm.js hides what it draws from screen readers, which could read nothing of it then.
	panel.querySelector('.xterm-rows')?.removeAttribute('aria-hidden');
	return terminal;
}

function keyHandler(terminal: Terminal, leave: () => void, key: ScreenSettings['key']) {
	let last = Number.NEGATIVE_INFINITY;
	return (event: KeyboardEvent): boolean => {
		if (event.type !== 'keydown' || event.isComposing) return true;
		if (event.key !== 'Escape' || event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) {
			last = Number.NEGATIVE_INFINITY;
			return key?.(event) ?? true;
		}
		const twice = event.timeStamp - last < TWICE_WITHIN;
		last = event.timeStamp;
		if (terminal.buffer.active.type === 'alternate' && !twice) return true;
		last = Number.NEGATIVE_INFINITY;
		event.preventDefault();
		leave();
		return false;
	};
}

/** The panel's colours for xterm.js, from the same custom properties that finished output uses. */
function theme(style: CSSStyleDeclaration): Record<string, string> {
	const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
	const property = (name: string) => style.getPropertyValue(name).trim();
	const bright = (name: string) => `bright${name[0]?.toUpperCase()}${name.slice(1)}`;
	return {
		background: style.backgroundColor,
		foreground: style.color,
		cursor: style.color,
		cursorAccent: style.backgroundColor,
		selectionBackground: property('--sl-color-accent-low'),
		...Object.fromEntries(names.map((name, n) => [name, property(`--ansi-${n}`)])),
		...Object.fromEntries(names.map((name, n) => [bright(name), property(`--ansi-${n + 8}`)])),
	};
}
