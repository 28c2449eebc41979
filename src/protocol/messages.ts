// The messages between page and companion. The companion checks a page's messages against these schemas. Its own messages only
// have types, because the page trusts the origin that it was loaded from.
import { z } from 'zod';
import { MOST_CODE } from './limits.ts';

const id = z.string().regex(/^[a-z0-9-]{1,40}$/);
const reference = z.string().max(200);
const size = { cols: z.number().int().min(1).max(500), rows: z.number().int().min(1).max(500) };
const keys = z.string().max(65_536);

/** From page to companion, as JSON text. The first message on a connection is `hello`. */
export const ClientMessage = z.discriminatedUnion('type', [
	/** Authenticates with the bearer from `POST /api/session`, and names the page whose runs to follow. */
	z.strictObject({
		type: z.literal('hello'),
		bearer: z.string().max(128),
		page: z.string().max(200),
		language: z.string().max(10),
	}),
	/** Run a snippet of the manifest, e.g. `docker0#d0-3`. */
	z.strictObject({ type: z.literal('run'), snippet: reference, ...size }),
	/** Run the reader's edit of a snippet. */
	z.strictObject({
		type: z.literal('run-edited'),
		snippet: reference,
		code: z.string().min(1).max(MOST_CODE),
		...size,
	}),
	/** Stop a run, or remove it from its queue. */
	z.strictObject({ type: z.literal('stop'), run: id }),
	/** Keys typed at a run's terminal. */
	z.strictObject({ type: z.literal('input'), run: id, data: keys }),
	/** Run an exercise's check, or break a clinic case. */
	z.strictObject({ type: z.literal('try'), snippet: reference }),
	/** Replace the lab with a fresh one. */
	z.strictObject({ type: z.literal('reset') }),
	/** Follow the page's shell of that name, from the kept end of its screen on; opens it if necessary. */
	z.strictObject({ type: z.literal('attach'), shell: id, ...size }),
	z.strictObject({ type: z.literal('detach'), shell: id }),
	/** Keys typed at a shell. */
	z.strictObject({ type: z.literal('type'), shell: id, data: keys }),
	/** Set the size of a shell's terminal. */
	z.strictObject({ type: z.literal('resize'), shell: id, ...size }),
	/** End a shell; the next block in it gets a new one. */
	z.strictObject({ type: z.literal('close'), shell: id }),
	/** Follow the output of a command typed by hand; the output of blocks is sent automatically. */
	z.strictObject({ type: z.literal('watch'), run: id }),
	/** Acknowledges how far the page has drawn a channel, as a byte offset. The companion sends a limited window beyond it. */
	z.strictObject({ type: z.literal('seen'), channel: z.number().int().min(0), offset: z.number().int().min(0) }),
]);
export type ClientMessage = z.infer<typeof ClientMessage>;

/**
 * What labs of a kind can do beyond running blocks; a page offers its reader nothing else.
 * - `reset`: a fresh lab can replace the current one
 * - `tty`: the reader can type, in blocks and in shells
 */
export type Capability = 'reset' | 'tty';

/** A lab's state as its reader sees it. `why` says what ended it. */
export type LabState =
	| { state: 'none' | 'starting' }
	| { state: 'ready'; engine: string }
	| { state: 'gone'; why: LabEnd };

/** Why a lab is gone: idle, ended on its own, failed to start, too many labs, or no outer engine. */
export type LabEnd = 'idle' | 'died' | 'failed' | 'too-many-labs' | 'no-engine';

/** A run's phase. `starting` covers waiting for the lab, the chapter's scene and the shell. */
export type RunPhase = 'starting' | 'running' | 'passed' | 'failed' | 'stopped';

/** Why a run ended without an exit status of its own, or what explains that status. */
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

/** One line of an expectation, and whether the output met it. */
export interface ExpectationResult {
	pattern: string;
	negated: boolean;
	met: boolean;
}

/** Everything that a page shows of a run, except its output. */
export interface RunState {
	id: string;
	/** The channel number of the run's binary frames. */
	channel: number;
	page: string;
	shell: string;
	/** `docker0#d0-3`; null for a command typed by hand. */
	snippet: string | null;
	/** The code that runs, if it is not the snippet's own. */
	code: string | null;
	/** The terminal's size in cells: the current one, or that at the run's end. */
	cols: number;
	rows: number;
	phase: RunPhase;
	exit: number | null;
	/** Bytes of output so far; a page that has drawn this many has everything. */
	printed: number;
	/** Time from its begin in the shell to its end, in ms. */
	duration: number | null;
	trouble: RunTrouble | null;
	/** The snippets whose results are missing, in the order to run them. */
	missing: string[];
	expectation: ExpectationResult[];
}

/** A shell that a page shows. */
export interface ShellState {
	name: string;
	/** The channel number of its screen's binary frames. */
	channel: number;
	open: boolean;
	/** The terminal's size in cells; the last page to set it wins. */
	cols: number;
	rows: number;
	/** Bytes of its screen so far: frames up to this offset replay old output. */
	printed: number;
}

/** From companion to page, as JSON text; output is sent as binary frames (see frames.ts). */
export type ServerMessage =
	/** `runs`: the ids of the page's runs, whose states follow; any other run that the page shows no longer exists. */
	| { type: 'welcome'; lab: LabState; engine: string | null; can: readonly Capability[]; runs: string[] }
	| { type: 'lab'; lab: LabState }
	| { type: 'run'; run: RunState }
	| { type: 'shell'; shell: ShellState }
	/** The lab was replaced by a fresh one: all its runs and shells are gone. */
	| { type: 'reset' }
	/** The result of `try`. `said` is the check's output. */
	| { type: 'tried'; snippet: string; ok: boolean; said: string; trouble: RunTrouble | null }
	/** Output of a channel that was dropped before the page could take it: bytes from `from` up to `to`. */
	| { type: 'gap'; channel: number; from: number; to: number }
	| { type: 'refused'; why: Refusal; snippet: string };

/** Why a run was refused. */
export type Refusal = 'unknown-snippet' | 'already-running' | 'no-engine' | 'too-many-runs';
