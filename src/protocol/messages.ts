// The messages between page and companion. What a page sends is checked against these schemas; what the
// companion sends is typed only, since the page trusts the origin it was loaded from.
import { z } from 'zod';

const runId = z.string().regex(/^[a-z0-9-]{1,40}$/);
const cells = z.number().int().min(1).max(500);

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
	z.strictObject({ type: z.literal('run'), snippet: z.string().max(200), cols: cells, rows: cells }),
	/** Stop a run, or take it out of its queue. */
	z.strictObject({ type: z.literal('stop'), run: runId }),
	/** Keys typed at a run's terminal. */
	z.strictObject({ type: z.literal('input'), run: runId, data: z.string().max(65_536) }),
	/** A run's terminal has a new size. */
	z.strictObject({ type: z.literal('resize'), run: runId, cols: cells, rows: cells }),
	/** How far the page has drawn a run's output: a byte offset. The companion sends only so much beyond it. */
	z.strictObject({ type: z.literal('seen'), run: runId, offset: z.number().int().min(0) }),
]);
export type ClientMessage = z.infer<typeof ClientMessage>;

/** A lab as its reader sees it. `why` says in the companion's words what ended it. */
export type LabState =
	| { state: 'none' | 'starting' }
	| { state: 'ready'; engine: string }
	| { state: 'gone'; why: LabEnd };

/** Why a lab is no more: nobody used it, it ended by itself, it could not be started, or the outer engine is not there. */
export type LabEnd = 'idle' | 'died' | 'failed' | 'no-engine';

/** Where a run stands. `starting` covers waiting for the lab, the chapter's scene and the shell. */
export type RunPhase = 'starting' | 'running' | 'passed' | 'failed' | 'stopped';

/** Why a run ended other than by its own exit status. */
export type RunTrouble = 'timeout' | 'incomplete' | 'shell-ended' | 'lab-gone' | 'scene-failed' | 'lab-failed';

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
	snippet: string;
	phase: RunPhase;
	exit: number | null;
	/** Bytes of output so far: a page that has drawn as many has everything. */
	printed: number;
	/** From the shell's taking it to its end, in ms. */
	duration: number | null;
	trouble: RunTrouble | null;
	expectation: ExpectationResult[];
}

/** From companion to page, as JSON text; a run's output comes as binary frames (see frames.ts). */
export type ServerMessage =
	| { type: 'welcome'; lab: LabState; engine: string | null }
	| { type: 'lab'; lab: LabState }
	| { type: 'run'; run: RunState }
	/** Output that no longer exists when the page could take it: bytes from `from` up to `to`. */
	| { type: 'gap'; run: string; from: number; to: number }
	| { type: 'refused'; why: Refusal; snippet: string };

/** Why nothing was run. */
export type Refusal = 'unknown-snippet' | 'already-running' | 'no-engine' | 'too-many-runs';
