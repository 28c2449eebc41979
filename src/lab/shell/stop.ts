// How a block is stopped: politely at first, then for good.
import type { Terminal } from './terminal.ts';

const CTRL_C = Uint8Array.of(0x03);
const SIGINT = 2;
const SIGKILL = 9;

/** What is waited for the block's end between two steps; in ms. */
export const STEP_PATIENCE = 500;

/** What is typed where a program is to be interrupted at its terminal. */
export function interrupt(terminal: Terminal): void {
	terminal.write(CTRL_C);
}

function interruptGroup(terminal: Terminal): void {
	interrupt(terminal);
	terminal.signal(SIGINT);
}

function killGroup(terminal: Terminal): void {
	interrupt(terminal);
	terminal.signal(SIGKILL);
}

/**
 * The steps of a stop: Ctrl-C, then the end of input, which a shell in a container heeds, then the end of the block's process
 * group, again where a next command of the block has begun meanwhile. After the last one the shell itself is held up.
 */
export const STOP_STEPS: readonly ((terminal: Terminal) => void)[] = [
	interruptGroup,
	(terminal) => terminal.endOfInput(),
	killGroup,
	killGroup,
	killGroup,
];
