// Warns of blocks without a recording, of recordings without a block, and of blocks that were not played alone.
import { glob } from 'node:fs/promises';
import { isRecorded, type Manifest } from '../../snippets/snippet.ts';
import { recordingPath } from '../../transcript/recording.ts';
import { provenAlone } from '../alone.ts';
import { jumpsOf } from '../jumps.ts';
import type { CheckFinding } from './finding.ts';

/** @param root the project's folder */
export async function checkRecordings({ pages }: Manifest, root: string): Promise<CheckFinding[]> {
	const paths = await Array.fromAsync(glob('content/docs/**/*.recordings/*.cast', { cwd: root }));
	const found = new Set(paths.map((path) => path.replaceAll('\\', '/')));
	const wanted = Object.values(pages).map(({ id, snippets }) =>
		snippets.filter(isRecorded).map((snippet) => ({ snippet, recording: recordingPath(id, snippet.id) })),
	);
	const missing = wanted.flatMap((page) => {
		const without = page.filter(({ recording }) => !found.has(recording)).map(({ snippet }) => snippet);
		const [first] = without;
		if (!first) return [];
		const { page: id, file, line } = first;
		const sentence = `not recorded yet: ${without.map((snippet) => snippet.id).join(', ')} (npm run record -- ${id}).`;
		return [{ file, line, sentence, warning: true }];
	});
	const unrecorded = new Set(missing.map(({ file }) => file));
	const unproven = Object.values(pages).flatMap((page) => {
		const [first] = jumpsOf(page);
		// Recording a page proves it as well.
		if (!first || unrecorded.has(first.file) || provenAlone(page)) return [];
		const sentence = `its blocks were not played alone since they changed (npm run record -- ${page.id}).`;
		return { file: first.file, line: first.line, sentence, warning: true };
	});
	const left = [...found.difference(new Set(wanted.flat().map(({ recording }) => recording)))].map((file) => ({
		file,
		line: 1,
		sentence: 'no published block has this name: delete the recording.',
		warning: true,
	}));
	return [...missing, ...unproven, ...left];
}
