// A finished terminal as plain, selectable text that keeps its colours and takes the page's theme.
import type { IBufferCell, Terminal } from '@xterm/xterm';
import { cellsOf, isContinued, lastRow, textOf } from '../../transcript/terminal.ts';

/** Everything in the terminal's normal screen, without the blank lines at its end; wrapped lines are whole again. */
export function frozen(terminal: Terminal): HTMLElement {
	const pre = document.createElement('pre');
	const buffer = terminal.buffer.normal;
	const cell = buffer.getNullCell();
	const last = lastRow(buffer);
	// Cells that look alike become one node: one each would take a browser seconds to make.
	let alike = '';
	let look = '';
	const flush = () => {
		if (alike === '') return;
		pre.append(look === '' ? alike : styled(look, alike));
		alike = '';
	};
	const append = (text: string, style: string) => {
		if (style !== look) flush();
		look = style;
		alike += text;
	};
	for (let y = 0; y <= last; y++) {
		for (const here of cellsOf(buffer, y, cell)) append(textOf(here), styleOf(here));
		if (!isContinued(buffer, y) && y < last) append('\n', '');
	}
	flush();
	return pre;
}

/** A cell's look as space-separated words: `fg-1`, `bg-#aabbcc`, `bold`; empty for plain text. */
function styleOf(cell: IBufferCell): string {
	const words: string[] = [];
	const inverse = cell.isInverse() !== 0;
	if (!cell.isFgDefault()) words.push(`${inverse ? 'bg' : 'fg'}-${colour(cell.getFgColor(), cell.isFgRGB())}`);
	if (!cell.isBgDefault()) words.push(`${inverse ? 'fg' : 'bg'}-${colour(cell.getBgColor(), cell.isBgRGB())}`);
	if (inverse) words.push('inverse');
	if (cell.isBold()) words.push('bold');
	if (cell.isDim()) words.push('dim');
	if (cell.isItalic()) words.push('italic');
	if (cell.isUnderline()) words.push('underline');
	return words.join(' ');
}

/** An index below 16 stays one, since the theme decides about it; others become `#rrggbb`. */
function colour(value: number, rgb: boolean): string {
	if (rgb) return `#${value.toString(16).padStart(6, '0')}`;
	if (value < 16) return String(value);
	if (value >= 232) return `#${(8 + (value - 232) * 10).toString(16).padStart(2, '0').repeat(3)}`;
	const step = (level: number) => (level === 0 ? 0 : 55 + level * 40).toString(16).padStart(2, '0');
	const cube = value - 16;
	return `#${step(Math.floor(cube / 36))}${step(Math.floor(cube / 6) % 6)}${step(cube % 6)}`;
}

function styled(style: string, text: string): HTMLElement {
	const span = document.createElement('span');
	span.textContent = text;
	for (const word of style.split(' ')) {
		const [property, value] = [word.slice(0, 2), word.slice(3)];
		if (word[2] !== '-') span.classList.add(`ansi-${word}`);
		else if (property === 'fg') span.style.color = value.startsWith('#') ? value : `var(--ansi-${value})`;
		else span.style.backgroundColor = value.startsWith('#') ? value : `var(--ansi-${value})`;
	}
	const [background] = /(?<=bg-)\S+/.exec(style) ?? [];
	// Where the theme decides about the text, it can be read on what is behind it.
	if (background && !style.includes('fg-#')) span.style.color = readableOn(background);
	return span;
}

/** A text colour for a background: the theme's own colours can all be read on the page, and so the page's colour on them. */
function readableOn(background: string): string {
	if (!background.startsWith('#')) return 'var(--sl-color-bg)';
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(
		(at) => (Number.parseInt(background.slice(at, at + 2), 16) / 255) ** 2.2,
	);
	// Where black and white are equally far (WCAG 2, relative luminance).
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? '#000' : '#fff';
}
