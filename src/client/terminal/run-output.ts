// Opens the output of a run in its block. Loaded with the first run.
import { transport } from '../transport/current.ts';
import { sendTyped } from '../transport/send-typed.ts';
import type { ShownRun } from '../transport/transport.ts';
import { LiveOutput } from './live-output.ts';

/** @param tty whether a person is meant to type. @param leave takes the focus when the reader leaves the terminal by Esc */
export function openOutput(
	panel: HTMLElement,
	{ id, channel, cols, rows, shell, printed, recorded }: ShownRun,
	{ tty, leave }: { tty: boolean; leave: () => void },
): LiveOutput {
	const size = { cols, rows };
	// Nobody can type at a recording, and what asks in it was answered when it was recorded.
	if (recorded) {
		return new LiveOutput(panel, {
			...size,
			shell,
			printed: Number.POSITIVE_INFINITY,
			tty: false,
			leave: () => panel.focus(),
			seen: () => {},
		});
	}
	return new LiveOutput(panel, {
		...size,
		shell,
		printed,
		tty,
		leave,
		typed: (data) => sendTyped({ type: 'input', run: id }, data),
		seen: (offset) => transport.send({ type: 'seen', channel, offset }),
	});
}
