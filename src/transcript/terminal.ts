// What the page's terminals and the judge's have in common: how many lines they keep, which sequences they refuse, and how the
// cells of the normal screen are read as text. It names the members of xterm.js that it uses, so it imports neither build.

/** In cells. */
export interface ScreenSize {
	cols: number;
	rows: number;
}

/** Lines that a block's terminal keeps above the visible ones. */
export const SCROLLBACK = 5000;

/** Characters that turn the direction of what follows: a terminal draws cell after cell, whatever they say. */
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/g;
/** Characters of one cell that are shown: the longest emoji has fewer, and a browser draws ten thousand accents for minutes. */
const MOST_IN_CELL = 32;

interface Cell {
	getChars(): string;
	getWidth(): number;
}

interface Line<C extends Cell> {
	readonly length: number;
	readonly isWrapped: boolean;
	getCell(x: number, cell?: C): C | undefined;
	translateToString(trimRight?: boolean): string;
}

export interface Screen<C extends Cell> {
	readonly type: 'normal' | 'alternate';
	readonly baseY: number;
	readonly cursorX: number;
	readonly cursorY: number;
	readonly length: number;
	getLine(y: number): Line<C> | undefined;
	getNullCell(): C;
}

interface Parsing<C extends Cell> {
	readonly cols: number;
	readonly rows: number;
	readonly buffer: { readonly active: Screen<C> };
	readonly parser: {
		registerCsiHandler(
			id: { prefix?: string; final: string },
			handler: (params: (number | number[])[]) => boolean,
		): unknown;
	};
}

/**
 * Makes a terminal ignore sequences that would hang or break it. Repeat counts larger than the screen (REP, CHT, CBT, IL, DL,
 * SU, SD): xterm.js 6 counts them down one by one, a million in seconds, the largest in hours. An erasure up to the last cell
 * of a screen that has not scrolled (ED 1): xterm.js 6 throws, and the terminal draws nothing any more.
 */
export function refuseExcess<C extends Cell>(terminal: Parsing<C>): void {
	for (const final of ['b', 'I', 'Z', 'L', 'M', 'S', 'T']) {
		terminal.parser.registerCsiHandler({ final }, ([count]) => Number(count) > Math.max(terminal.cols, terminal.rows));
	}
	const erasesToEnd = ([mode]: (number | number[])[]): boolean => {
		const { baseY, cursorX, cursorY } = terminal.buffer.active;
		return mode === 1 && baseY === 0 && cursorY === terminal.rows - 1 && cursorX >= terminal.cols - 1;
	};
	terminal.parser.registerCsiHandler({ final: 'J' }, erasesToEnd);
	terminal.parser.registerCsiHandler({ prefix: '?', final: 'J' }, erasesToEnd);
}

/** The last row that was written to, of all or of those up to `last`; -1 if none was. */
export function lastRow<C extends Cell>(screen: Screen<C>, last = screen.length - 1): number {
	while (last >= 0 && screen.getLine(last)?.translateToString(true) === '') last--;
	return last;
}

/** Whether the next row goes on with this one's line, which was too long for the screen. */
export function isContinued<C extends Cell>(screen: Screen<C>, row: number): boolean {
	// Beyond the last row xterm.js finds the first one again.
	return row + 1 < screen.length && screen.getLine(row + 1)?.isWrapped === true;
}

/** The cells of a row that are shown: without the blank ones at its line's end. The cell that is yielded is always the same. */
export function* cellsOf<C extends Cell>(screen: Screen<C>, row: number, cell: C): Generator<C> {
	const line = screen.getLine(row);
	if (!line) return;
	let end = line.length;
	if (!isContinued(screen, row))
		while (
			end > 0 &&
			line
				.getCell(end - 1, cell)
				?.getChars()
				.trim() === ''
		)
			end--;
	for (let x = 0; x < end; x++) {
		const here = line.getCell(x, cell);
		// The second half of a wide character has no width.
		if (here && here.getWidth() > 0) yield here;
	}
}

/** What is shown in a row. */
export function rowText<C extends Cell>(screen: Screen<C>, row: number, cell: C): string {
	const continued = isContinued(screen, row);
	const text = screen.getLine(row)?.translateToString(!continued) ?? '';
	// One character for each cell.
	if (/^[\0-\xff]*$/.test(text)) return continued ? text : text.trimEnd();
	let shown = '';
	for (const here of cellsOf(screen, row, cell)) shown += textOf(here);
	return shown;
}

/** What is shown in a cell. */
export function textOf(cell: Cell): string {
	return cell.getChars().slice(0, MOST_IN_CELL).replace(DIRECTION, '') || ' ';
}
