// The keys of everything that the page keeps in the browser's storage.

/** The reader's right to run, in localStorage. */
export const BEARER = 'underbridge.bearer';
/** The exercises that the reader has solved, in localStorage. */
export const SOLVED = 'underbridge.solved';
/** The drawer's height in per cent of the window's, in localStorage. */
export const TERMINAL_HEIGHT = 'underbridge.terminal-height';

/** The open shells of a page's terminal, for a reload, in sessionStorage. */
export function terminalOf(page: string): string {
	return `underbridge.terminal ${page}`;
}
