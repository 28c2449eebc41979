// Describes an event in one sentence, for a terminal and for the `msg` of a JSON line.
import type { DoorRefusal, PageEnd, PageRefusal, TelemetryEvent } from './events.ts';

const DOOR: Record<DoorRefusal, string> = {
	'foreign-host': 'it was addressed by a name that is not the companion’s',
	'foreign-origin': 'another site’s page asked',
	'not-the-socket': 'it asked for a WebSocket where there is none',
	compressed: 'its body was compressed',
	'too-many-connections': 'there are as many connections as there may be',
	'too-many-attempts': 'too many codes were tried in a second',
	'no-code': 'it brought no code',
	'wrong-code': 'its code was used before, or was never given',
};

const PAGE: Record<PageRefusal, string> = {
	'unknown-bearer': 'its bearer is not known',
	'too-many-pages': 'its reader has as many pages open as they may',
	'too-many-connections': 'there are as many connections as there may be',
	'no-hello': 'it did not say in time who it is',
	'second-hello': 'it said twice who it is',
	'not-a-message': 'what it sent is not a message',
};

const LOST: Record<PageEnd, string> = {
	left: 'it left',
	unread: 'it reads nothing',
	'too-many-messages': 'it sent too many messages',
	refused: 'it was refused',
	broken: 'the connection broke',
};

/** @returns One line without a full stop, which begins with its subject. */
export function describeEvent(event: TelemetryEvent): string {
	switch (event.type) {
		case 'engine-found':
			return `engine: Docker ${event.version} from ${event.source}`;
		case 'engine-passed-over':
			return `engine: ${event.source} is passed over: ${event.why}`;
		case 'engine-lost':
			return `the engine does not answer: ${event.why}`;
		case 'lab-started':
			return `lab ${event.lab} has started in ${seconds(event.ms)}`;
		case 'lab-start-failed':
			return `a lab could not be started (${event.trouble}, after ${seconds(event.ms)}): ${event.why}`;
		case 'lab-warm-failed':
			return `the lab for the next reader could not be started ahead: ${event.why}`;
		case 'lab-unwanted':
			return `lab ${event.lab} has started too late for whoever asked, and is removed`;
		case 'lab-ended':
			return `lab ${event.lab} has ended: ${event.why}`;
		case 'removal-failed':
			return `the ${event.what} could not be removed: ${event.why}`;
		case 'lab-line-broken':
			return `the line to a ${event.what} broke: ${event.why}`;
		case 'process-lost':
			return `a process of lab ${event.lab} was lost: ${event.why}`;
		case 'reader-idle':
			return `a reader did nothing for ${seconds(event.ms)}`;
		case 'shell-opened':
			return `shell ${event.page} ${event.shell} is open`;
		case 'shell-open-failed':
			return `shell ${event.page} ${event.shell} could not be opened: ${event.why}`;
		case 'shell-ended':
			return `shell ${event.page} ${event.shell} has ended${event.status === null ? ' with its lab' : `: status ${event.status}`}`;
		case 'scene-built':
			return `the scene of ${event.page} was built in ${seconds(event.ms)}`;
		case 'scene-failed':
			return `the scene of ${event.page} could not be built: status ${event.exit}`;
		case 'run-started':
			return `run of ${run(event.snippet)} has begun`;
		case 'run-ended':
			return `run of ${run(event.snippet)}: ${event.phase}${ended(event)}`;
		case 'run-refused':
			return `run of ${event.snippet ?? 'an unknown block'} was refused: ${event.why}`;
		case 'run-broken':
			return `run of ${run(event.snippet)} broke off: ${event.why}`;
		case 'tried':
			return `check of ${event.snippet}: ${event.trouble ?? (event.ok ? 'met' : 'not met')}`;
		case 'probe-failed':
			return `a lab could not be asked (${event.what}): ${event.why}`;
		case 'door-refused':
			return `a request was refused (${event.status}): ${DOOR[event.why]}`;
		case 'session-opened':
			return 'a browser was let in';
		case 'page-connected':
			return `${page(event.page)} has connected`;
		case 'page-refused':
			return `${page(event.page)} was refused: ${PAGE[event.why]}`;
		case 'page-lost':
			return `${page(event.page)} is gone (${event.code}): ${LOST[event.why]}`;
		case 'messages-too-many':
			return `${page(event.page)} sent too many messages`;
		case 'output-skipped':
			return `${page(event.page)} was too far behind for ${event.bytes} bytes of output`;
		case 'message-failed':
			return `what ${page(event.page)} asked for (${event.message}) failed: ${event.why}`;
		case 'connection-broken':
			return `a connection broke: ${event.why}`;
		case 'request-answered':
			return `${event.method} ${event.path}: ${event.status} in ${event.ms.toFixed(0)} ms`;
		case 'request-failed':
			return `${event.method} ${event.path} failed (${event.status}): ${event.why}`;
		case 'browser-not-opened':
			return `no browser could be opened: ${event.why}`;
		case 'site-not-warmed':
			return `the first page could not be made ahead: ${event.why}`;
	}
}

function run(snippet: string | null): string {
	return snippet ?? 'a typed command';
}

function page(id: string | null): string {
	return id === null ? 'a page' : `page ${id}`;
}

function ended({ trouble, exit, ms, bytes }: Extract<TelemetryEvent, { type: 'run-ended' }>): string {
	const facts = [trouble, exit === null ? null : `status ${exit}`, ms === null ? null : seconds(ms), `${bytes} bytes`];
	return ` (${facts.filter((fact) => fact !== null).join(', ')})`;
}

function seconds(ms: number): string {
	return `${(ms / 1000).toFixed(1)} s`;
}
