// Rules between the blocks of a page: an exercise has both halves, and no block waits for a busy shell.
import type { Snippet } from './snippet.ts';

/** Reports a check without a solution, or the reverse: only both together prove that an exercise can be solved. */
export function halfExercise(snippet: Snippet, all: Snippet[]): string[] {
	const { id, kind } = snippet;
	const at = all.indexOf(snippet);
	if (kind === 'solution' && !all.slice(0, at).some((other) => other.kind === 'check'))
		return [`${id} solves no exercise: a kind=check block stands before it.`];
	if (kind === 'check' && !all.slice(at).some((other) => other.kind === 'solution'))
		return [`${id} has no solution: add a kind=solution block after it, which proves that it can be passed.`];
	return [];
}

/** Reports a background block whose shell a later block uses: the shell stays busy until the block is stopped. */
export function busyShell(snippet: Snippet, all: Snippet[]): string[] {
	const { id, shell, background } = snippet;
	const isHidden = ({ kind }: Snippet) => kind === 'check' || kind === 'break';
	const next = all
		.slice(all.indexOf(snippet) + 1)
		.find((other) => other.runnable && !isHidden(other) && other.shell === shell);
	if (!background || !next) return [];
	return [`${id} goes on in the shell ${shell}, which ${next.id} needs: give it one of its own with shell=.`];
}
