// What a block asks of the other blocks of its page: the other half of an exercise, and a shell that is free.
import type { Snippet } from './snippet.ts';

/** An exercise has a check and a solution, or nothing proves that it can be solved. */
export function halfExercise(snippet: Snippet, all: Snippet[]): string[] {
	const { id, kind } = snippet;
	const at = all.indexOf(snippet);
	if (kind === 'solution' && !all.slice(0, at).some((other) => other.kind === 'check'))
		return [`${id} solves no exercise: a kind=check block stands before it.`];
	if (kind === 'check' && !all.slice(at).some((other) => other.kind === 'solution'))
		return [`${id} has no solution: add a kind=solution block after it, which proves that it can be passed.`];
	return [];
}

/** What goes on until it is stopped leaves its shell to nobody. */
export function busyShell(snippet: Snippet, all: Snippet[]): string[] {
	const { id, shell, background } = snippet;
	const isHidden = ({ kind }: Snippet) => kind === 'check' || kind === 'break';
	const next = all
		.slice(all.indexOf(snippet) + 1)
		.find((other) => other.runnable && !isHidden(other) && other.shell === shell);
	if (!background || !next) return [];
	return [`${id} goes on in the shell ${shell}, which ${next.id} needs: give it one of its own with shell=.`];
}
