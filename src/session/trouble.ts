// What a reader is told of what went wrong: the one place where errors and ends become the protocol's words.
import { LabError, type LabErrorCode } from '../lab/errors.ts';
import type { RunEnd } from '../lab/shell/shell.ts';
import type { LabEnd, RunTrouble } from '../protocol/messages.ts';

const TROUBLES: Record<LabErrorCode, RunTrouble> = {
	'too-many-labs': 'too-many-labs',
	'engine-gone': 'no-engine',
	'engine-not-found': 'no-engine',
	'image-failed': 'lab-failed',
	'start-failed': 'lab-failed',
	'process-lost': 'lab-failed',
	'shell-failed': 'lab-failed',
	'scene-failed': 'scene-failed',
};

/** What kept something from being run. */
export function troubleOf(error: unknown): RunTrouble {
	return error instanceof LabError ? TROUBLES[error.code] : 'lab-failed';
}

/** What a run's end says by itself went wrong. */
export function troubleOfEnd({ how }: RunEnd): RunTrouble | null {
	if (how === 'status') return null;
	return how === 'lost' ? 'lab-gone' : how;
}

/** Why there is no lab, where none could be started. */
export function labEndOf(error: unknown): LabEnd {
	const trouble = troubleOf(error);
	return trouble === 'too-many-labs' || trouble === 'no-engine' ? trouble : 'failed';
}
