// The transport of this page: its companion, or recordings where no companion knows the reader.
import type { ClientMessage } from '../../protocol/messages.ts';
import { pageOf } from './address.ts';
import { bearer, forgetBearer } from './bearer.ts';
import { CompanionTransport } from './companion-transport.ts';
import { Listeners, type Transport } from './transport.ts';

/** The page's path without its language, as snippets name it: `docker0`. */
export const page = pageOf(location.pathname);

const listeners = new Listeners();
const language = document.documentElement.lang;
const companion = new CompanionTransport({ host: location.host, page, language, bearer, forgetBearer });
companion.listen(listeners);
let recorded: Promise<Transport> | undefined;

export const transport: Transport = {
	get state() {
		return companion.state;
	},
	get loss() {
		return companion.loss;
	},
	listen(listener) {
		listeners.add(listener);
		listener.state?.(companion.state, companion.loss);
	},
	send: (message) => (companion.state === 'reading' ? sendRecorded(message) : companion.send(message)),
	retry: () => companion.retry(),
};

/** Connects to the companion, once the page's elements listen. */
export function connect(): void {
	companion.connect();
}

/** Plays or stops a recording; nothing else can be asked of one. */
function sendRecorded(message: ClientMessage): boolean {
	if (message.type !== 'run' && message.type !== 'stop') return false;
	recorded ??= loadRecorded();
	recorded.then(
		(transport) => transport.send(message),
		() => {
			recorded = undefined;
			if (message.type === 'run') {
				listeners.message({ type: 'refused', why: 'no-recording', snippet: message.snippet });
			}
		},
	);
	return true;
}

async function loadRecorded(): Promise<Transport> {
	const { RecordedTransport } = await import('./recorded-transport.ts');
	const transport = new RecordedTransport();
	transport.listen({
		message: (message) => listeners.message(message),
		output: (frame) => listeners.output(frame),
	});
	return transport;
}
