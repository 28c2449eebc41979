// Runs a page as a patient reader would: its scene, then every block in order in the page's shells, typing where a
// person is wanted; each exercise's check before its solution and after it.
import type { Lab } from '../lab/docker/docker-lab.ts';
import { type RunEnd, Shell } from '../lab/shell/shell.ts';
import type { ManifestPage, Snippet } from '../snippets/manifest.ts';
import { evaluate } from '../transcript/expectation.ts';
import { plainText } from '../transcript/plain-text.ts';

/** What one snippet did. */
export interface SnippetResult {
	snippet: Snippet;
	/** What the terminal got, with the time of each piece in seconds since the start. */
	events: [seconds: number, bytes: string][];
	/** The output as plain text. */
	text: string;
	/** Every way in which it was not as the page says; empty when all is well. */
	faults: string[];
	/** Its exit status; null where it did not end with one, or goes on until it is stopped. */
	exit: number | null;
	/** From start to end, in ms. */
	duration: number;
}

/** The terminal that a page is run in. */
export const SIZE = { cols: 100, rows: 24 };
/** A program that wants a person gets this long after its last output before the next line is typed; in ms. */
const TYPING_PAUSE = 700;
/** A block that runs until stopped is left alone so long before the page goes on, and stopped when it is over; in ms. */
const BACKGROUND_LEAD = 1500;

/**
 * Runs a page in a lab that is fresh, or that the page's prelude makes so.
 * @param onResult Called after each snippet.
 * @throws When the prelude fails.
 */
export async function runPage(
	lab: Lab,
	page: ManifestPage,
	onResult?: (result: SnippetResult) => void,
): Promise<SnippetResult[]> {
	const shells = new Map<string, Promise<Shell>>();
	const results: SnippetResult[] = [];
	const background: Promise<void>[] = [];
	let over = new AbortController();
	const done = (result: SnippetResult) => {
		results.push(result);
		onResult?.(result);
	};
	if (page.prelude !== undefined) {
		const { exit, output } = await lab.run(page.prelude);
		if (exit !== 0) throw new Error(`the prelude of ${page.id} failed with ${exit}:\n${output}`);
	}
	for (const snippet of page.snippets) {
		if (!snippet.runnable) continue;
		if (snippet.kind === 'check' || snippet.kind === 'break') {
			done(await runHidden(lab, snippet));
			continue;
		}
		let opening = shells.get(snippet.shell);
		if (!opening) {
			opening = Shell.open((argv) => lab.spawn(argv), SIZE);
			shells.set(snippet.shell, opening);
		}
		const shell = await opening;
		// What a solution does is the reader's own work: no earlier block shows it.
		if (snippet.kind === 'solution') {
			over.abort();
			over = new AbortController();
		}
		shell.closed.then(() => shells.get(snippet.shell) === opening && shells.delete(snippet.shell));
		const running = runInShell(shell, snippet, over.signal).then(done);
		if (snippet.background) {
			background.push(running);
			await new Promise((resolve) => setTimeout(resolve, BACKGROUND_LEAD));
		} else {
			await running;
		}
		if (snippet.kind === 'solution') {
			const check = page.snippets.findLast(({ kind, line }) => kind === 'check' && line < snippet.line);
			if (check) done(await runHidden(lab, check, true));
		}
	}
	over.abort();
	for (const shell of shells.values()) await (await shell).stop();
	await Promise.all(background);
	for (const shell of shells.values()) (await shell).close();
	return results;
}

/** A check fails before its solution and passes after it; what breaks a case must succeed. */
async function runHidden(lab: Lab, snippet: Snippet, solved = snippet.kind === 'break'): Promise<SnippetResult> {
	const started = performance.now();
	const { exit, output } = await lab.run(snippet.code, { timeout: snippet.timeout * 1000 });
	const faults =
		(exit === 0) === solved
			? []
			: [
					solved
						? `${snippet.kind} fails with ${exit} although it should pass`
						: 'check passes before anything was done',
				];
	return { snippet, events: [[0, output]], text: output, faults, exit, duration: performance.now() - started };
}

/** @param over what a block that goes on prints from now on is not kept: others' work, or its being stopped */
async function runInShell(shell: Shell, snippet: Snippet, over: AbortSignal): Promise<SnippetResult> {
	const started = performance.now();
	const events: [number, string][] = [];
	const decoder = new TextDecoder();
	let lastOutput = 0;
	const limit = setTimeout(() => shell.stop(), snippet.timeout * 1000);
	const lines = snippet.type.map((line) => `${line}\r`);
	const typing = setInterval(() => {
		if (lines.length === 0 || events.length === 0 || performance.now() - lastOutput < TYPING_PAUSE) return;
		shell.input(Buffer.from(lines.shift() as string));
		lastOutput = performance.now();
	}, 50);
	const end = await shell.run(snippet.code, (bytes) => {
		if (snippet.background && over.aborted) return;
		lastOutput = performance.now();
		events.push([(lastOutput - started) / 1000, decoder.decode(bytes, { stream: true })]);
	});
	clearTimeout(limit);
	clearInterval(typing);
	const duration = performance.now() - started;
	const text = plainText(events.map(([, piece]) => piece).join(''));
	const exit = end.how === 'status' && !snippet.background ? end.status : null;
	return { snippet, events, text, faults: faultsOf(snippet, end, text, duration), exit, duration };
}

function faultsOf(snippet: Snippet, end: RunEnd, text: string, duration: number): string[] {
	const faults = evaluate(snippet.expect, text)
		.filter(({ met }) => !met)
		.map(({ pattern, negated }) => (negated ? `must not match: ${pattern}` : `does not match: ${pattern}`));
	if (snippet.background) return faults;
	const nobody = snippet.tty && snippet.type.length === 0;
	if (duration > snippet.timeout * 1000)
		faults.push(
			`took longer than ${snippet.timeout} s: ${nobody ? 'say in a type fence what is typed' : 'give it more with timeout='}`,
		);
	else if (end.how !== 'status') faults.push(badEnds[end.how]);
	else if (snippet.exit !== 'any' && end.status !== snippet.exit)
		faults.push(`exit status ${end.status} instead of ${snippet.exit}`);
	return faults;
}

/** Ends that no block may have, and what to look at. */
const badEnds = {
	incomplete: 'does not end: a quote, a bracket or a heredoc stays open',
	'shell-ended': 'ends the shell: leave out exit and set -e',
	lost: 'was cut off: the lab is gone',
};
