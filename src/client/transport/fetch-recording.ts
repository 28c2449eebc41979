// Fetches a snippet's recording from beside the pages.
import { type Recording, readRecording } from '../../transcript/recording.ts';
import { base } from './base.ts';

/** @returns undefined when there is none, or when it cannot be had now */
export async function fetchRecording(reference: string): Promise<Recording | undefined> {
	const answer = await fetch(`${base}/recordings/${reference.replace('#', '/')}.cast`).catch(() => undefined);
	return answer?.ok ? readRecording(await answer.text()) : undefined;
}
