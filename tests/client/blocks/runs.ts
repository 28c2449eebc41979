// Runs as a transport tells of them, for the tests of what a block is at.
import type { ShownRun } from '../../../src/client/transport/transport.ts';

/** A run of one block; what a test does not name does not matter to it. */
export function aRun(change: Partial<ShownRun> = {}): ShownRun {
	return {
		id: 'one',
		channel: 1,
		page: 'docker0',
		shell: 'main',
		snippet: 'docker0#d0-1',
		code: null,
		cols: 80,
		rows: 24,
		phase: 'starting',
		exit: null,
		printed: 0,
		duration: null,
		trouble: null,
		missing: [],
		expectation: [],
		...change,
	};
}
