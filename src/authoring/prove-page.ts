// Proves a page: runs every block in order in the page's scene, and each exercise's check before and after its solution. For readers
// who begin in the middle there is jumps.ts.
import { LabError } from '../lab/errors.ts';
import { type Platform, sleep } from '../lab/platform.ts';
import { BACKGROUND_LEAD } from '../protocol/limits.ts';
import type { RunState } from '../protocol/messages.ts';
import type { Labs } from '../session/reader.ts';
import type { ManifestPage, Snippet } from '../snippets/snippet.ts';
import { screenText } from '../transcript/screen-text.ts';
import { endedAtOnce, faultsOf, wrongHolds } from './faults.ts';
import { type Played, Player } from './player.ts';

/** What one snippet did. */
export interface SnippetResult {
	snippet: Snippet;
	/** Pieces of output, each with its time in seconds since the start. */
	events: [seconds: number, text: string][];
	/** The output as plain text. */
	text: string;
	/** Everything that differs from what the page says; empty when all is well. */
	faults: string[];
	/** Exit status; null for a background block, or where there was none. */
	exit: number | null;
	/** From start to end, in ms. */
	duration: number;
}

/** What a page did in a fresh lab. */
export interface ProvenPage {
	/** Version of the inner engine. */
	engine: string;
	results: SnippetResult[];
}

/** The session ends an ordinary block at its timeout. The player stops it this much later at the latest; in ms. */
const LATE = 30_000;

/**
 * Plays all blocks of a page in order, in one fresh lab.
 * @throws LabError `scene-failed` when its prelude fails
 */
export async function playPage(labs: Labs, page: ManifestPage, platform: Platform): Promise<ProvenPage> {
	const player = new Player(labs, page, platform);
	const results: (SnippetResult | Promise<SnippetResult>)[] = [];
	const going: Playing[] = [];
	try {
		for (const snippet of page.snippets.filter(({ runnable }) => runnable)) {
			if (isHidden(snippet)) {
				results.push(await runHidden(player, snippet, snippet.kind === 'break'));
				continue;
			}
			// The solution is the reader's own work, so no earlier block's recording shows its effect.
			if (snippet.kind === 'solution') for (const { played } of going) played.mute();
			const playing = await playInTurn(player, snippet, platform);
			results.push(playing.result);
			if (snippet.background) going.push(playing);
			const check = page.snippets.findLast(({ kind, line }) => kind === 'check' && line < snippet.line);
			if (snippet.kind === 'solution' && check) results.push(await runHidden(player, check, true));
		}
		for (const { played } of going) played.mute();
		for (const { played } of going) await played.stop();
		return { engine: await player.engine(), results: await Promise.all(results) };
	} finally {
		await player.leave();
	}
}

/** Readers see no output of these: a button runs them. */
function isHidden({ kind }: Snippet): boolean {
	return kind === 'check' || kind === 'break';
}

/** A check fails before its solution and passes after it. A `break` block must succeed. */
async function runHidden(player: Player, snippet: Snippet, solved: boolean): Promise<SnippetResult> {
	const started = performance.now();
	const { ok, said, trouble } = await player.try(snippet);
	if (trouble === 'scene-failed') throw sceneFailed(snippet, said);
	const wrong = solved ? `${snippet.kind} fails although it should pass` : 'check passes before anything was done';
	const faults = trouble ? [`${snippet.kind} could not be run: ${trouble}`] : ok === solved ? [] : [wrong];
	const duration = performance.now() - started;
	return { snippet, events: [[0, said]], text: said, faults, exit: ok ? 0 : 1, duration };
}

/** Plays a block in page order, and runs its `holds` fence before and after. Resolves when the page may go on. */
async function playInTurn(player: Player, snippet: Snippet, platform: Platform): Promise<Playing> {
	const holds = async () => snippet.holds !== undefined && (await player.holds(snippet));
	const faults = (await holds()) ? [wrongHolds(true)] : [];
	const { played, result } = playBlock(player, snippet);
	await untilDone({ played, result }, snippet, platform);
	if (snippet.holds !== undefined && !(await holds())) faults.push(wrongHolds(false));
	return { played, result: result.then((own) => ({ ...own, faults: [...faults, ...own.faults] })) };
}

/** Waits until a block has ended, or, for a background block, BACKGROUND_LEAD has passed. */
export async function untilDone({ result }: Playing, { background }: Snippet, platform: Platform): Promise<void> {
	await (background ? Promise.race([result, sleep(platform, BACKGROUND_LEAD)]) : result);
}

function sceneFailed({ page }: Snippet, printed: string): LabError {
	return new LabError('scene-failed', `the prelude of ${page} fails:\n${printed}`);
}

interface Playing {
	played: Played;
	result: Promise<SnippetResult>;
}

/** Clicks a block, and judges its run. */
export function playBlock(player: Player, snippet: Snippet): Playing {
	// A block with a terminal for input may never end by itself.
	const limit = snippet.background ? undefined : snippet.timeout * 1000 + (snippet.tty ? 0 : LATE);
	const played = player.click(snippet, limit);
	return { played, result: played.over.then((run) => resultOf(snippet, played, run)) };
}

async function resultOf(snippet: Snippet, { events }: Played, run: RunState): Promise<SnippetResult> {
	const text = await screenText(events.map(([, piece]) => piece).join(''), run);
	if (run.trouble === 'scene-failed') throw sceneFailed(snippet, text);
	const duration = run.duration ?? 0;
	const diedAtOnce = snippet.background && run.phase !== 'stopped' && !run.trouble && duration < BACKGROUND_LEAD;
	const faults = diedAtOnce ? [endedAtOnce(run)] : faultsOf(snippet, run);
	return { snippet, events, text, faults, exit: snippet.background ? null : run.exit, duration };
}
