// The messages between page and companion. What a page sends is checked against these schemas; what the
// companion sends is typed only, since the page trusts the origin it was loaded from.
import { z } from 'zod';
import { MOST_CODE } from './limits.ts';

const id = z.string().regex(/^[a-z0-9-]{1,40}$/);
const reference = z.string().max(200);
const size = { cols: z.number().int().min(1).max(500), rows: z.number().int().min(1).max(500) };
const keys = z.string().max(65_536);

/** From page to companion, as JSON text. The first one on a connection is `hello`. */
export const ClientMessage = z.discriminatedUnion('type', [
	/** Who is there: the bearer of `POST /api/session`, and the page that wants to see its runs. */
	z.strictObject({
		type: z.literal('hello'),
		bearer: z.string().max(128),
		page: z.string().max(200),
		language: z.string().max(10),
	}),
	/** Run a snippet of the manifest, e.g. `docker0#d0-3`. */
	z.strictObject({ type: z.literal('run'), snippet: reference, ...size }),
	/** Run what the reader made of a snippet. */
	z.strictObject({
		type: z.literal('run-edited'),
		snippet: reference,
		code: z.string().min(1).max(MOST_CODE),
		...size,
	}),
	/** Stop a run, or take it out of its queue. */
	z.strictObject({ type: z.literal('stop'), run: id }),
	/** Keys typed at a run's terminal. */
	z.strictObject({ type: z.literal('input'), run: id, data: keys }),
	/** Ask an exercise's check, or break a clinic case. */
	z.strictObject({ type: z.literal('try'), snippet: reference }),
	/** A fresh lab instead of this one. */
	z.strictObject({ type: z.literal('reset') }),
	/** Show the page's shell of that name, from the last of its screen on; opens it where it is not open. */
	z.strictObject({ type: z.literal('attach'), shell: id, ...size }),
	z.strictObject({ type: z.literal('detach'), shell: id }),
	/** Keys typed at a shell. */
	z.strictObject({ type: z.literal('type'), shell: id, data: keys }),
	/** A shell's terminal has a new size. */
	z.strictObject({ type: z.literal('resize'), shell: id, ...size }),
	/** End a shell; the next block in it gets a new one. */
	z.strictObject({ type: z.literal('close'), shell: id }),
	/** Send the output of a run that was typed by hand; that of blocks is sent unasked. */
	z.strictObject({ type: z.literal('watch'), run: id }),
	/** How far the page has drawn a channel: a byte offset. The companion sends only so much beyond it. */
	z.strictObject({ type: z.literal('seen'), channel: z.number().int().min(0), offset: z.number().int().min(0) }),
]);
export type ClientMessage = z.infer<typeof ClientMessage>;

/**
 * What labs of a kind can do beyond running blocks; a page offers its reader nothing else.
 * - `reset`: a fresh lab takes the place of the one in use
 * - `tty`: somebody can type, in blocks and in shells
 */
export type Capability = 'reset' | 'tty';

/** A lab as its reader sees it. `why` says what ended it. */
export type LabState =
	| { state: 'none' | 'starting' }
	| { state: 'ready'; engine: string }
	| { state: 'gone'; why: LabEnd };

/** Why a lab is no more: nobody used it, it ended by itself, it could not be started, there are too many, or the outer engine is not there. */
export type LabEnd = 'idle' | 'died' | 'failed' | 'too-many-labs' | 'no-engine';

/** Where a run stands. `starting` covers waiting for the lab, the chapter's scene and the shell. */
export type RunPhase = 'starting' | 'running' | 'passed' | 'failed' | 'stopped';

/** Why a run ended other than by its own exit status, or why that status was what it was. */
export type RunTrouble =
	| 'timeout'
	| 'timeout-shell-ended'
	| 'incomplete'
	| 'shell-ended'
	| 'lab-gone'
	| 'scene-failed'
	| 'lab-failed'
	| 'too-many-labs'
	| 'no-engine'
	| 'needs-missing'
	| 'out-of-memory'
	| 'out-of-processes'
	| 'disk-full';

/** One line of an expectation and whether the output met it. */
export interface ExpectationResult {
	pattern: string;
	negated: boolean;
	met: boolean;
}

/** Everything a page shows of a run but its output. */
export interface RunState {
	id: string;
	/** Numbers the run's binary frames. */
	channel: number;
	page: string;
	shell: string;
	/** `docker0#d0-3`; null for what was typed by hand. */
	snippet: string | null;
	/** What runs, where it is not the snippet's own code. */
	code: string | null;
	/** The terminal's size in cells: now, or when the run ended. */
	cols: number;
	rows: number;
	phase: RunPhase;
	exit: number | null;
	/** Bytes of output so far: a page that has drawn as many has everything. */
	printed: number;
	/** From the shell's taking it to its end, in ms. */
	duration: number | null;
	trouble: RunTrouble | null;
	/** The snippets whose results are missing, in the order in which to run them. */
	missing: string[];
	expectation: ExpectationResult[];
}

/** A shell that a page shows. */
export interface ShellState {
	name: string;
	/** Numbers the binary frames of its screen. */
	channel: number;
	open: boolean;
	/** The terminal's size in cells; whoever shows the shell last decides it. */
	cols: number;
	rows: number;
	/** Bytes of its screen so far: what comes up to there is shown again, not printed now. */
	printed: number;
}

/** From companion to page, as JSON text; output comes as binary frames (see frames.ts). */
export type ServerMessage =
	/** `runs`: the ids of the page's runs, which are told of next; what else it shows as running is no more. */
	| { type: 'welcome'; lab: LabState; engine: string | null; can: readonly Capability[]; runs: string[] }
	| { type: 'lab'; lab: LabState }
	| { type: 'run'; run: RunState }
	| { type: 'shell'; shell: ShellState }
	/** The lab was replaced by a fresh one: what runs and shells showed is no more. */
	| { type: 'reset' }
	/** What came of `try`. `said` is what the check printed. */
	| { type: 'tried'; snippet: string; ok: boolean; said: string; trouble: RunTrouble | null }
	/** Output of a channel that no longer exists when the page could take it: bytes from `from` up to `to`. */
	| { type: 'gap'; channel: number; from: number; to: number }
	| { type: 'refused'; why: Refusal; snippet: string };

/** Why nothing was run. */
export type Refusal = 'unknown-snippet' | 'already-running' | 'no-engine' | 'too-many-runs';
