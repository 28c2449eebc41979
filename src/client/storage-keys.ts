// The names under which the browser keeps what the page is to remember.

/** The reader's right to run; in this origin's storage. */
export const BEARER = 'underbridge.bearer';
/** The exercises that the reader has solved; in this origin's storage. */
export const SOLVED = 'underbridge.solved';
/** The drawer's height, in per cent of the window's; in this origin's storage. */
export const TERMINAL_HEIGHT = 'underbridge.terminal-height';

/** That a page's terminal is open, and with which shells; in the tab's storage, for a reload. */
export function terminalOf(page: string): string {
	return `underbridge.terminal ${page}`;
}
