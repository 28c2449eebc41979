// The transport of this page: its companion, or recordings where no companion knows the reader.
import { pageOf } from './address.ts';
import { bearer, forgetBearer } from './bearer.ts';
import { CompanionTransport } from './companion-transport.ts';
import { RecordedTransport } from './recorded-transport.ts';
import { Listeners, type Transport } from './transport.ts';

/** The page's path without its language, as snippets name it: `docker0`. */
export const page = pageOf(location.pathname);

const language = document.documentElement.lang;
const companion = new CompanionTransport({ host: location.host, page, language, bearer, forgetBearer });
const recorded = new RecordedTransport();
const listeners = new Listeners();
companion.listen(listeners);
recorded.listen({
	message: (message) => listeners.message(message),
	output: (frame) => listeners.output(frame),
});

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
	send: (message) => (companion.state === 'reading' ? recorded : companion).send(message),
	retry: () => companion.retry(),
};

/** Connects to the companion, once the page's elements listen. */
export function connect(): void {
	companion.connect();
}
