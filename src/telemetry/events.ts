// Telemetry: one union of the companion's events, and the level of each. Events are for whoever operates the companion. They never
// carry what a reader typed or saw: no code, no output, no keys, no one-time codes or bearers, no headers.
import type { LabEnd, Refusal, RunPhase, RunTrouble } from '../protocol/messages.ts';

/** From what an operator must see at once to what only debugging needs. */
export type Level = 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** Why the door refused a request: which check failed. */
export type DoorRefusal =
	| 'foreign-host'
	| 'foreign-origin'
	| 'not-the-socket'
	| 'compressed'
	| 'too-many-connections'
	| 'too-many-attempts'
	| 'no-code'
	| 'wrong-code';

/** Why a page was refused, or disconnected for what it sent. */
export type PageRefusal =
	| 'unknown-bearer'
	| 'too-many-pages'
	| 'too-many-connections'
	| 'no-hello'
	| 'second-hello'
	| 'not-a-message';

/** Why a page's connection ended: it left, stopped reading, sent too much, was refused, or the connection broke. */
export type PageEnd = 'left' | 'unread' | 'too-many-messages' | 'refused' | 'broken';

/** What could not be removed. */
type Removable = 'lab' | 'volumes';

/**
 * `lab` is the id of a lab's container, `page` a page's id and `snippet` a reference such as `docker0#d0-3`, or null when the manifest has no such
 * name; `ms` is a time in ms; `why` is an error in words ({@link causeOf}) or a member of a union.
 */
export type TelemetryEvent =
	// The engine and its labs.
	| { type: 'engine-found'; source: string; version: string }
	| { type: 'engine-passed-over'; source: string; why: string }
	| { type: 'engine-lost'; why: string }
	| { type: 'lab-started'; lab: string; ms: number }
	| { type: 'lab-start-failed'; trouble: RunTrouble; why: string; ms: number }
	| { type: 'lab-warm-failed'; why: string }
	/** A lab started after its reader had given up; it is removed. */
	| { type: 'lab-unwanted'; lab: string }
	/** `reset`: its reader asked for a fresh one; `closed`: the companion ends. */
	| { type: 'lab-ended'; lab: string; why: LabEnd | 'reset' | 'closed' }
	| { type: 'removal-failed'; what: Removable; why: string }
	/** The connection to a lab, or to a process in it, broke. */
	| { type: 'lab-line-broken'; what: 'lab' | 'process'; why: string }
	| { type: 'process-lost'; lab: string; why: string }
	// A reader's use of a lab.
	| { type: 'reader-idle'; ms: number }
	| { type: 'shell-opened'; page: string; shell: string }
	| { type: 'shell-open-failed'; page: string; shell: string; why: string }
	/** `status` is null when the shell was lost with its lab. */
	| { type: 'shell-ended'; page: string; shell: string; status: number | null }
	| { type: 'scene-built'; page: string; ms: number }
	| { type: 'scene-failed'; page: string; exit: number }
	| { type: 'run-started'; snippet: string | null }
	| {
			type: 'run-ended';
			/** Null for a command typed by hand. */
			snippet: string | null;
			phase: RunPhase;
			trouble: RunTrouble | null;
			exit: number | null;
			ms: number | null;
			bytes: number;
	  }
	| { type: 'run-refused'; snippet: string | null; why: Refusal }
	/** An error outside the block's code kept it from running. */
	| { type: 'run-broken'; snippet: string | null; why: string }
	| { type: 'tried'; snippet: string; ok: boolean; trouble: RunTrouble | null }
	/** A probe of a lab, unseen by its reader, failed. */
	| { type: 'probe-failed'; what: 'out-of-memory'; why: string }
	// The door and the pages.
	| { type: 'door-refused'; why: DoorRefusal; status: number }
	| { type: 'session-opened' }
	| { type: 'page-connected'; page: string | null }
	| { type: 'page-refused'; page: string | null; why: PageRefusal }
	/** `code` is the WebSocket's close code (RFC 6455, section 7.4). */
	| { type: 'page-lost'; page: string | null; code: number; why: PageEnd }
	| { type: 'messages-too-many'; page: string | null }
	/** A page was so far behind that output for it had been dropped. */
	| { type: 'output-skipped'; page: string | null; bytes: number }
	/** A page's request failed; `message` is the message's type. */
	| { type: 'message-failed'; page: string | null; message: string; why: string }
	| { type: 'connection-broken'; why: string }
	/** `path` is the URL's path without its query. */
	| { type: 'request-answered'; method: string; path: string; status: number; ms: number }
	| { type: 'request-failed'; method: string; path: string; status: number; why: string }
	// The reader's computer.
	| { type: 'browser-not-opened'; why: string }
	| { type: 'site-not-warmed'; why: string };

/** Receives events. It returns at once and never throws. */
export type Tell = (event: TelemetryEvent) => void;

/** Discards events. */
export const tellNobody: Tell = () => {};

type Unnamed<Event> = Event extends { page: infer Page } ? (null extends Page ? Omit<Event, 'page'> : never) : never;
/** An event of a page's connection, without the page: the connection adds it only if the manifest has such a page. */
export type PageEvent = Unnamed<TelemetryEvent>;

type Of<Type extends TelemetryEvent['type']> = Extract<TelemetryEvent, { type: Type }>;
type Levels = { [Type in TelemetryEvent['type']]: Level | ((event: Of<Type>) => Level) };

/** Warnings and errors are for what an operator can fix; an action of a reader or a page is never one. */
const LEVELS: Levels = {
	'engine-found': 'info',
	'engine-passed-over': 'debug',
	'engine-lost': 'error',
	'lab-started': 'info',
	'lab-start-failed': ({ trouble }) => (trouble === 'too-many-labs' ? 'warn' : 'error'),
	'lab-warm-failed': 'warn',
	'lab-unwanted': 'info',
	'lab-ended': ({ why }) => (why === 'died' || why === 'no-engine' || why === 'failed' ? 'warn' : 'info'),
	'removal-failed': 'warn',
	'lab-line-broken': 'debug',
	'process-lost': 'debug',
	'reader-idle': 'info',
	'shell-opened': 'debug',
	'shell-open-failed': 'warn',
	'shell-ended': 'debug',
	'scene-built': 'debug',
	'scene-failed': 'warn',
	'run-started': 'debug',
	'run-ended': 'info',
	'run-refused': 'debug',
	'run-broken': 'warn',
	tried: 'info',
	'probe-failed': 'debug',
	'door-refused': 'info',
	'session-opened': 'info',
	'page-connected': 'info',
	'page-refused': 'info',
	'page-lost': ({ why }) => (why === 'left' ? 'debug' : 'info'),
	'messages-too-many': 'info',
	'output-skipped': 'debug',
	'message-failed': 'error',
	'connection-broken': 'debug',
	'request-answered': 'debug',
	'request-failed': ({ status }) => (status >= 500 ? 'error' : 'debug'),
	'browser-not-opened': 'info',
	'site-not-warmed': 'debug',
};

export function levelOf(event: TelemetryEvent): Level {
	const level = LEVELS[event.type] as Level | ((event: TelemetryEvent) => Level);
	return typeof level === 'function' ? level(event) : level;
}

/** The maximum length of a cause, in characters. */
const LONGEST = 500;

/**
 * Describes an error on one line. Must not be used for an error whose message contains a block's, scene's or check's output, or
 * anything that a page sent: report only the kind of such an error.
 *
 * @param error Whatever was thrown.
 */
export function causeOf(error: unknown): string {
	const words = clean(wordsOf(error)) || 'no reason was given';
	return words.length <= LONGEST ? words : `${words.slice(0, LONGEST)}…`;
}

function wordsOf(error: unknown): string {
	if (!(error instanceof Error)) return typeof error === 'string' ? error : '';
	const { code } = error as Error & { code?: unknown };
	// An AggregateError (`localhost` has an address of each family) has an empty message, and a code.
	const said = error.message || (typeof code === 'string' ? code : error.name);
	// An error of `fetch` has its reason only in `cause`.
	return error.cause instanceof Error ? `${said}: ${wordsOf(error.cause)}` : said;
}

/** Puts text on one line, and removes control characters, which could affect the terminal. */
function clean(text: string): string {
	return text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
}
