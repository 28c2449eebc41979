// What a terminal would show for the bytes of a run, as plain text: the form that expectations are held against.

/** Where cursor movements stop, in columns, so that one sequence cannot ask for gigabytes of blanks. */
const rightMargin = 1000;

// Text, a control sequence (CSI), a control string (OSC, DCS, SOS, PM, APC; an unfinished one reaches to the end),
// another escape sequence, or one control character. ECMA-48, sections 5.3 to 5.6.
const token =
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
	/[^\x00-\x08\x0a-\x1f\x7f]+|\x1b\[([0-?]*)[ -/]*([@-~]?)|\x1b[\]PX^_].*?(?:\x07|\x1b\\|$)|\x1b[ -/]*[0-~]?|./gs;

/**
 * Reduces terminal output to text: colours and titles go, `\r` and backspace overwrite, and the cursor may move in and
 * between lines as progress bars make it. Lines do not wrap, and one UTF-16 unit counts as one column.
 * @param bytes the output, decoded
 */
export function plainText(bytes: string): string {
	const lines = [''];
	let row = 0;
	let column = 0;

	const write = (text: string): void => {
		const line = (lines[row] ?? '').padEnd(column);
		lines[row] = line.slice(0, column) + text + line.slice(column + text.length);
		column += text.length;
	};
	const eraseInLine = (mode: number): void => {
		const line = lines[row] ?? '';
		if (mode === 0) lines[row] = line.slice(0, column);
		else lines[row] = mode === 1 ? ' '.repeat(Math.min(column + 1, line.length)) + line.slice(column + 1) : '';
	};
	const control = (parameter: number, final: string): void => {
		const count = parameter || 1;
		if (final === 'A') row = Math.max(0, row - count);
		else if (final === 'B') row = Math.min(row + count, lines.length - 1);
		else if (final === 'C') column = Math.max(column, Math.min(column + count, rightMargin));
		else if (final === 'D') column = Math.max(0, column - count);
		else if (final === 'G') column = Math.min(count - 1, rightMargin);
		else if (final === 'K') eraseInLine(parameter);
	};

	for (const [text, parameters = '', final] of bytes.matchAll(token)) {
		if (final) control(Number.parseInt(parameters, 10) || 0, final);
		else if (text === '\n') {
			row += 1;
			column = 0;
			if (row === lines.length) lines.push('');
		} else if (text === '\r') column = 0;
		else if (text === '\b') column = Math.max(0, column - 1);
		else if (text >= ' ' && text !== '\x7f') write(text);
		else if (text.startsWith('\t')) write(text);
	}
	return lines.join('\n');
}
