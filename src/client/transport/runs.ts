// What ran on this page, from its loading on, for the terminal's history: blocks, and commands typed by hand.

import { MOST_RUNS_KEPT } from '../../protocol/limits.ts';
import type { RunState } from '../../protocol/messages.ts';
import { transport } from './current.ts';

/** By id, oldest first. Of a block there is its latest run, as on the page. */
export const runs = new Map<string, RunState>();

transport.listen({
	message: (message) => {
		if (message.type === 'welcome' || message.type === 'reset') runs.clear();
		if (message.type !== 'run' || message.run.recorded) return;
		const { run } = message;
		for (const { id, snippet } of runs.values())
			if (snippet && snippet === run.snippet && id !== run.id) runs.delete(id);
		runs.set(run.id, run);
		for (const id of runs.keys()) if (runs.size > MOST_RUNS_KEPT) runs.delete(id);
	},
});
