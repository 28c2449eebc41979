// Asks the person at the terminal, for commands that install or remove something.
import { createInterface } from 'node:readline/promises';

/** Whether there is a terminal with a person at it. */
export function canAsk(): boolean {
	return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/**
 * Asks a question that is answered by yes or no.
 * @param usual what an empty answer means
 */
export async function ask(question: string, usual: boolean): Promise<boolean> {
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT')); // readline keeps Ctrl-C for itself
	const answer = (await terminal.question(`${question} ${usual ? '[Y/n]' : '[y/N]'} `)).trim();
	terminal.close();
	return answer === '' ? usual : /^y(es)?$/i.test(answer);
}
