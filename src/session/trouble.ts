// Translates errors and the ends of runs into the protocol's words for what went wrong. This is the only place that does.
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

/** Why something could not run. */
export function troubleOf(error: unknown): RunTrouble {
	return error instanceof LabError ? TROUBLES[error.code] : 'lab-failed';
}

/** What went wrong according to a run's end alone. */
export function troubleOfEnd({ how }: RunEnd): RunTrouble | null {
	if (how === 'status') return null;
	return how === 'lost' ? 'lab-gone' : how;
}

/** Why a lab could not be started. */
export function labEndOf(error: unknown): LabEnd {
	const trouble = troubleOf(error);
	return trouble === 'too-many-labs' || trouble === 'no-engine' ? trouble : 'failed';
}
