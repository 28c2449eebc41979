// Every block of every page runs in a fresh lab and does what the page says, and its recordings match. The blocks of a page that
// has changed since `npm run record` are also played alone.
import { afterAll, expect, test, vi } from 'vitest';
import { provenAlone } from '../../src/authoring/alone.ts';
import { jumpsOf, playJumps } from '../../src/authoring/jumps.ts';
import { playPage } from '../../src/authoring/prove-page.ts';
import { describeFault, labsAtATime, labsFor, readPages } from '../../src/authoring/prove-pages.ts';
import { recordingOf } from '../../src/authoring/recording-files.ts';
import { isRecorded, type Snippet } from '../../src/snippets/snippet.ts';
import { root } from '../../src/system/setup.mjs';
import { evaluate } from '../../src/transcript/expectation.ts';
import { recordedText } from '../../src/transcript/recording.ts';
import { labs, platform } from '../lab/docker/bench.ts';

// No timing is kept here, so blocks that wait, for pings and for typing, leave room for one more.
const jobs = labsAtATime() + 1;
vi.setConfig({ maxConcurrency: jobs });
const pool = labsFor(jobs, labs, platform);
afterAll(() => pool.close());

for (const { page, findings } of await readPages(root)) {
	test.concurrent(page.id, { timeout: 15 * 60_000 }, async () => {
		const mistakes = findings.map(({ file, line, sentence }) => `${file}:${line}: ${sentence}`);
		if (mistakes.length > 0) expect.fail(mistakes.join('\n'));
		const { results } = await playPage(pool, page, platform);
		const faults = [
			...results.filter((result) => result.faults.length > 0).map(describeFault),
			...(await Promise.all(page.snippets.filter(isRecorded).map(faultsOfRecording))).flat(),
		];
		if (faults.length > 0) expect.fail(faults.join('\n'));
	});
	const jumps = jumpsOf(page);
	if (jumps.length > 0 && !provenAlone(page))
		test.concurrent(`${page.id}, block by block`, { timeout: 15 * 60_000 }, async () => {
			const results = await playJumps(pool, page, jumps, platform);
			const faults = results.filter((result) => result.faults.length > 0).map(describeFault);
			if (faults.length > 0) expect.fail(faults.join('\n'));
		});
}

async function faultsOfRecording({
	page,
	id,
	file,
	line,
	expect: lines,
	background,
	...snippet
}: Snippet): Promise<string[]> {
	const where = `${file}:${line}: ${id}`;
	const recording = recordingOf(page, id);
	if (!recording) return [`${where}: is not recorded: npm run record -- ${page}`];
	const exit = background ? null : snippet.exit;
	const unmet = evaluate(lines, await recordedText(recording)).filter(({ met }) => !met);
	return [
		...unmet.map(({ pattern, negated }) => `${where}: its recording ${negated ? 'shows' : 'does not show'} ${pattern}`),
		...(exit === 'any' || recording.exit === exit
			? []
			: [`${where}: its recording ended with ${recording.exit} instead of ${exit}`]),
	];
}
