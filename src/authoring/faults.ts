// Describes each way in which a run differs from what its page says, as a clause with its remedy.
import type { RunState, RunTrouble } from '../protocol/messages.ts';
import type { Snippet } from '../snippets/snippet.ts';

/** Everything wrong with a finished run; empty when all is well. */
export function faultsOf(snippet: Snippet, run: RunState): string[] {
	const unmet = run.expectation
		.filter(({ met }) => !met)
		.map(({ pattern, negated }) => (negated ? `must not match: ${pattern}` : `does not match: ${pattern}`));
	if (run.trouble) return [...unmet, troubleFault(run.trouble, snippet, run)];
	// Background blocks end by being stopped. Any other block has ended by itself, or waits for input.
	if (run.phase === 'stopped') return snippet.background ? unmet : [...unmet, waitsFault(snippet)];
	if (snippet.exit === 'any' || run.exit === snippet.exit) return unmet;
	return [...unmet, `exit status ${run.exit} instead of ${snippet.exit}`];
}

/** The fault of a background block that ended by itself. */
export function endedAtOnce({ exit }: RunState): string {
	return `ended at once with status ${exit}, but background blocks go on until they are stopped: see what it printed, or leave out background`;
}

/** The fault of a `holds` fence that does not tell whether its block has run. */
export function wrongHolds(held: boolean): string {
	return held
		? 'its holds fence succeeds before the block has run, so that nobody would be told to run it: test for what only this block makes'
		: 'its holds fence fails although the block has run, so that every block that needs it is refused: test for what the block leaves behind';
}

function troubleFault(trouble: RunTrouble, snippet: Snippet, { missing }: RunState): string {
	switch (trouble) {
		case 'timeout':
		case 'timeout-shell-ended':
			return `took longer than ${snippet.timeout} s: give it more with timeout=`;
		case 'incomplete':
			return 'does not end: a quote, a bracket or a heredoc stays open';
		case 'shell-ended':
			return 'ends the shell: leave out exit and set -e';
		case 'needs-missing':
			return `was refused because of ${missing.join(', ')}: their holds fences fail although they have run`;
		case 'scene-failed':
			return 'could not be run: the prelude of the page fails';
		case 'out-of-memory':
		case 'out-of-processes':
		case 'disk-full':
			return `ran into the lab’s limit (${trouble}): ask less of it`;
		case 'lab-gone':
			return 'was cut off: the lab is gone';
		case 'lab-failed':
		case 'too-many-labs':
		case 'no-engine':
			return `could not be run: ${trouble}`;
	}
}

function waitsFault({ timeout, tty, type }: Snippet): string {
	const remedy =
		tty && type.length === 0 ? 'say in a type fence what is typed' : 'let the last line of its type fence end it';
	return `took longer than ${timeout} s: ${remedy}`;
}
