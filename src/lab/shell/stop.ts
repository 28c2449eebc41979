// Stopping a block: first with an interrupt, then with a kill.
import type { Terminal } from './terminal.ts';

const CTRL_C = Uint8Array.of(0x03);
const SIGINT = 2;
const SIGKILL = 9;

/** How long to wait for the block's end after each step; in ms. */
export const STEP_PATIENCE = 500;

/** Types Ctrl-C. */
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
 * The steps of a stop: Ctrl-C with SIGINT, then end of input, which ends a shell in a container, then SIGKILL for the foreground
 * process group, repeated because the block's next command may have begun. If all fail, the shell itself is stuck.
 */
export const STOP_STEPS: readonly ((terminal: Terminal) => void)[] = [
	interruptGroup,
	(terminal) => terminal.endOfInput(),
	killGroup,
	killGroup,
	killGroup,
];
