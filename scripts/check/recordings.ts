// The recordings beside the pages: which blocks have none yet, and which recordings have no block any more.
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecorded, type Manifest } from '../../src/snippets/snippet.ts';
import type { CheckFinding } from './finding.ts';

const folder = 'content/docs';

/** @param root the project's folder */
export async function checkRecordings({ pages }: Manifest, root: string): Promise<CheckFinding[]> {
	const found = (await Array.fromAsync(glob('**/*.recordings/*.cast', { cwd: join(root, folder) }))).map(
		(path) => `${folder}/${path.replaceAll('\\', '/')}`,
	);
	const wanted = Object.values(pages).map(({ id, snippets }) =>
		snippets
			.filter(isRecorded)
			.map((snippet) => ({ snippet, recording: `${folder}/${id}.recordings/${snippet.id}.cast` })),
	);
	const missing = wanted.flatMap((page) => {
		const without = page.filter(({ recording }) => !found.includes(recording)).map(({ snippet }) => snippet);
		if (without.length === 0) return [];
		const [{ page: id, file, line }] = without;
		const sentence = `not recorded yet: ${without.map((snippet) => snippet.id).join(', ')} (npm run record -- ${id}).`;
		return [{ file, line, sentence, warning: true }];
	});
	const left = found
		.filter((file) => !wanted.flat().some(({ recording }) => recording === file))
		.map((file) => ({
			file,
			line: 1,
			sentence: 'no published block has this name: delete the recording.',
			warning: true,
		}));
	return [...missing, ...left];
}
