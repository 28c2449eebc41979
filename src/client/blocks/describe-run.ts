// A run's state as one short line.
import { noteTexts } from '../texts/notes.ts';
import { texts } from '../texts/of-head.ts';
import { recordedTexts } from '../texts/recordings.ts';
import type { ShownRun } from '../transport/transport.ts';

/** For the status beside the buttons: `Passed · exit 0 · 1.01 s`, `Recorded · Docker 29.0.1 · 2026-11-26`. */
export function describe(run: ShownRun): string {
	if (run.recorded) {
		return run.phase === 'stopped'
			? recordedTexts.stopped
			: recordedTexts.recorded(run.recorded.engine, run.recorded.day);
	}
	if (run.phase === 'starting') return texts.starting;
	if (run.phase === 'running') return texts.running;
	const unmet = run.phase === 'failed' && !run.trouble && run.expectation.some((line) => !line.met);
	const parts = [
		texts[run.phase],
		run.exit === null ? '' : noteTexts.exit(run.exit),
		run.duration === null ? '' : noteTexts.seconds((run.duration / 1000).toFixed(run.duration < 10_000 ? 2 : 0)),
		run.trouble ? noteTexts.trouble[run.trouble] : '',
		unmet ? noteTexts.unmet : '',
	];
	return parts.filter(Boolean).join(' · ');
}
