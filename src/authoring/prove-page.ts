// Proves a page as a patient reader would: every block in order in the page's scene, each exercise's check before its solution
// and after it; then every block by itself, as a reader does who begins in the middle.
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
	/** What the terminal got, with the time of each piece in seconds since the start. */
	events: [seconds: number, text: string][];
	/** The output as plain text. */
	text: string;
	/** Every way in which it was not as the page says; empty when all is well. */
	faults: string[];
	/** Its exit status; null where it did not end with one, or goes on until it is stopped. */
	exit: number | null;
	/** From start to end, in ms. */
	duration: number;
}

/** What a page did in a fresh lab. */
export interface ProvenPage {
	/** Version of the lab's own engine. */
	engine: string;
	results: SnippetResult[];
}

/** The product ends an ordinary block that takes too long; so much later it must be over. In ms. */
const LATE = 30_000;

/**
 * Plays a page from its first block to its last, in one fresh lab.
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
			// What a solution does is the reader's own work: no earlier block shows it.
			if (snippet.kind === 'solution') for (const { played } of going) played.deafen();
			const playing = await playInTurn(player, snippet, platform);
			results.push(playing.result);
			if (snippet.background) going.push(playing);
			const check = page.snippets.findLast(({ kind, line }) => kind === 'check' && line < snippet.line);
			if (snippet.kind === 'solution' && check) results.push(await runHidden(player, check, true));
		}
		for (const { played } of going) played.deafen();
		for (const { played } of going) await played.stop();
		return { engine: player.engine, results: await Promise.all(results) };
	} finally {
		await player.leave();
	}
}

/**
 * The blocks of a page that a reader may begin with and that playing the page does not prove already, since it comes to them with
 * more than they say they need.
 * @param failed Ids of blocks that failed when the page was played: those, and what needs them, would only fail again.
 */
export function jumpsOf(page: ManifestPage, failed: ReadonlySet<string> = new Set()): Snippet[] {
	const blocks = page.snippets.filter(({ runnable, kind }) => runnable && kind === 'run');
	return blocks.filter((snippet, index) => {
		const whole = neededBy(snippet, page).add(snippet.id);
		return blocks.slice(0, index).some(({ id }) => !whole.has(id)) && whole.isDisjointFrom(failed);
	});
}

/** The ids of all snippets that one needs, and that those need in turn. */
function neededBy(snippet: Snippet, page: ManifestPage): Set<string> {
	const needed = new Set<string>();
	const need = (id: string) => {
		if (needed.has(id)) return;
		needed.add(id);
		page.snippets.find((other) => other.id === id)?.needs.forEach(need);
	};
	snippet.needs.forEach(need);
	return needed;
}

/** Plays one block in a fresh lab, after what the lab says it needs. */
export async function playAlone(
	labs: Labs,
	page: ManifestPage,
	snippet: Snippet,
	platform: Platform,
): Promise<SnippetResult> {
	const player = new Player(labs, page, platform);
	try {
		const missing = await player.missing(snippet);
		for (const needed of missing) await untilDone(playBlock(player, needed), needed, platform);
		const playing = playBlock(player, snippet);
		await untilDone(playing, snippet, platform);
		playing.played.deafen();
		await playing.played.stop();
		const result = await playing.result;
		const after = missing.length > 0 ? `after ${missing.map(({ id }) => id).join(', ')}` : 'with nothing before it';
		const remedy = 'name in needs= every earlier block that it builds on, and give each a holds fence';
		const faults = result.faults.map((fault) => `alone in a fresh scene, ${after}: ${fault}; ${remedy}`);
		return { ...result, faults };
	} finally {
		await player.leave();
	}
}

/** A reader does not see what these do; they are asked by a button. */
function isHidden({ kind }: Snippet): boolean {
	return kind === 'check' || kind === 'break';
}

/** A check fails before its solution and passes after it; what breaks a case must succeed. */
async function runHidden(player: Player, snippet: Snippet, solved: boolean): Promise<SnippetResult> {
	const started = performance.now();
	const { ok, said, trouble } = await player.try(snippet);
	if (trouble === 'scene-failed') throw sceneFailed(snippet, said);
	const wrong = solved ? `${snippet.kind} fails although it should pass` : 'check passes before anything was done';
	const faults = trouble ? [`${snippet.kind} could not be run: ${trouble}`] : ok === solved ? [] : [wrong];
	const duration = performance.now() - started;
	return { snippet, events: [[0, said]], text: said, faults, exit: ok ? 0 : 1, duration };
}

/** Plays a block where the page comes to it, and asks its `holds` fence before and after. Resolves when the page may go on. */
async function playInTurn(player: Player, snippet: Snippet, platform: Platform): Promise<Playing> {
	const holds = async () => snippet.holds !== undefined && (await player.holds(snippet));
	const faults = (await holds()) ? [wrongHolds(true)] : [];
	const { played, result } = playBlock(player, snippet);
	await untilDone({ played, result }, snippet, platform);
	if (snippet.holds !== undefined && !(await holds())) faults.push(wrongHolds(false));
	return { played, result: result.then((own) => ({ ...own, faults: [...faults, ...own.faults] })) };
}

/** Waits until a block has ended, or has had the time to begin that the page gives to one that goes on. */
async function untilDone({ result }: Playing, { background }: Snippet, platform: Platform): Promise<void> {
	await (background ? Promise.race([result, sleep(platform, BACKGROUND_LEAD)]) : result);
}

function sceneFailed({ page }: Snippet, printed: string): LabError {
	return new LabError('scene-failed', `the prelude of ${page} fails:\n${printed}`);
}

interface Playing {
	played: Played;
	result: Promise<SnippetResult>;
}

/** Clicks a block, and judges what came of it. */
function playBlock(player: Player, snippet: Snippet): Playing {
	// Nobody waits for ever for a block that wants a person.
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
