// Plays blocks alone, as a reader does who begins in the middle of a page: each in a fresh scene, after the blocks that the lab
// says are missing.
import type { Platform } from '../lab/platform.ts';
import { neededBy } from '../session/needs.ts';
import type { Labs } from '../session/reader.ts';
import type { ManifestPage, Snippet } from '../snippets/snippet.ts';
import { Player } from './player.ts';
import { playBlock, type SnippetResult, untilDone } from './prove-page.ts';

/**
 * The blocks that must also be played alone: playing the page runs more before them than they name in `needs`.
 * @param failed Ids of blocks that failed when the page was played. They and the blocks that need them would only fail again.
 */
export function jumpsOf(page: ManifestPage, failed: ReadonlySet<string> = new Set()): Snippet[] {
	const blocks = page.snippets.filter(({ runnable, kind }) => runnable && kind === 'run');
	return blocks.filter((snippet, index) => {
		const whole = needsOf(snippet, page).add(snippet.id);
		return blocks.slice(0, index).some(({ id }) => !whole.has(id)) && whole.isDisjointFrom(failed);
	});
}

/**
 * Plays blocks of a page alone, the last one first.
 *
 * Each gets its scene built anew. The lab is a fresh one where an earlier block of the page has run in it: a prelude removes
 * containers and interfaces, but files stay. What fails is played once more in a fresh lab, since another block may be to blame.
 * @returns a result for each block, in the order of the page
 */
export async function playJumps(
	labs: Labs,
	page: ManifestPage,
	blocks: Snippet[],
	platform: Platform,
): Promise<SnippetResult[]> {
	const results: SnippetResult[] = [];
	let player = new Player(labs, page, platform);
	let ran = new Set<string>();
	const startOver = async () => {
		await player.leave();
		player = new Player(labs, page, platform);
		ran = new Set();
	};
	try {
		for (const snippet of blocks.toReversed()) {
			if (!mayFollow(snippet, ran, page)) await startOver();
			const isFirst = ran.size === 0;
			let result = await playAlone(player, snippet, platform, ran);
			if (result.faults.length > 0 && !isFirst) {
				await startOver();
				result = await playAlone(player, snippet, platform, ran);
			}
			results.unshift(result);
		}
		return results;
	} finally {
		await player.leave();
	}
}

/** Whether a block can be played in a lab in which others ran: none of them gives it what it has forgotten to name. */
function mayFollow(snippet: Snippet, ran: ReadonlySet<string>, page: ManifestPage): boolean {
	if (ran.size === 0) return true;
	const after = page.snippets.slice(page.snippets.indexOf(snippet) + 1).map(({ id }) => id);
	return page.prelude !== undefined && ran.isSubsetOf(needsOf(snippet, page).union(new Set(after)));
}

/** The ids of all snippets that one needs, directly or not. */
function needsOf(snippet: Snippet, page: ManifestPage): Set<string> {
	return new Set(neededBy(snippet, page).map(({ id }) => id));
}

/**
 * Plays one block in a fresh scene, after the blocks that are missing.
 * @param ran Gets the ids of all blocks that run.
 */
async function playAlone(
	player: Player,
	snippet: Snippet,
	platform: Platform,
	ran: Set<string>,
): Promise<SnippetResult> {
	await player.leaveChapter();
	const missing = await player.missing(snippet);
	for (const { id } of [...missing, snippet]) ran.add(id);
	for (const needed of missing) await untilDone(playBlock(player, needed), needed, platform);
	const playing = playBlock(player, snippet);
	await untilDone(playing, snippet, platform);
	playing.played.mute();
	await playing.played.stop();
	const result = await playing.result;
	const after = missing.length > 0 ? `after ${missing.map(({ id }) => id).join(', ')}` : 'with nothing before it';
	const remedy = 'name in needs= every earlier block that it builds on, and give each a holds fence';
	const faults = result.faults.map((fault) => `alone in a fresh scene, ${after}: ${fault}; ${remedy}`);
	return { ...result, faults };
}
