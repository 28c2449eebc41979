// A terminal in a lab's container: a pty-host process carries it over its own standard input and output.
import type { Size, Terminal } from '../shell/terminal.ts';
import type { LabProcess } from './lab-process.ts';
import { answerFrame, endOfInputFrame, inputFrame, resizeFrame, signalFrame } from './pty-host-frames.ts';

const PTY_HOST = '/usr/local/lib/underbridge/pty-host';

/**
 * @param spawn Starts a program inside the lab, without a terminal of its own.
 * @param key The secret in the shell's marks. The pty-host reads it from its input: every program can see arguments.
 */
export async function openPtyTerminal(
	spawn: (argv: string[]) => Promise<LabProcess>,
	key: string,
	size: Size,
): Promise<Terminal> {
	const { stdin, stdout, exit, end } = await spawn([PTY_HOST, String(size.rows), String(size.cols)]);
	stdin.write(`${key}\n`);
	return {
		listen: (take) => void stdout.on('data', take),
		write: (bytes) => void stdin.write(inputFrame(bytes)),
		answer: (bytes) => void stdin.write(answerFrame(bytes)),
		resize: (size) => void stdin.write(resizeFrame(size)),
		signal: (number) => void stdin.write(signalFrame(number)),
		endOfInput: () => void stdin.write(endOfInputFrame()),
		pause: () => void stdout.pause(),
		resume: () => void stdout.resume(),
		exit,
		end,
	};
}
