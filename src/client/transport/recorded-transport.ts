// Answers a page without a companion from what was recorded, in the companion's own messages. Loaded with the first recording.
import type { Loss } from '../../protocol/losses.ts';
import type { ClientMessage } from '../../protocol/messages.ts';
import { type PlaybackSettings, play } from './playback.ts';
import { type Listener, Listeners, type Transport } from './transport.ts';

export class RecordedTransport implements Transport {
	readonly state = 'reading';
	readonly loss: Loss = 'no-answer';
	readonly #listeners = new Listeners();
	/** What stops each recording that plays, by its run's id. */
	readonly #playing = new Map<string, AbortController>();
	readonly #settings: PlaybackSettings | undefined;
	#channel = 0;

	/** @param settings where recordings come from, and how they are played; as in a browser if not given */
	constructor(settings?: PlaybackSettings) {
		this.#settings = settings;
	}

	listen(listener: Listener): void {
		this.#listeners.add(listener);
		listener.state?.(this.state, this.loss);
	}

	send(message: ClientMessage): boolean {
		if (message.type === 'run') this.#play(message.snippet);
		else if (message.type === 'stop') this.#playing.get(message.run)?.abort();
		else return false;
		return true;
	}

	/** Does nothing: a reader goes live by opening a companion's link, which loads the page again. */
	retry(): void {}

	async #play(snippet: string): Promise<void> {
		const channel = ++this.#channel;
		const id = `recorded-${channel}`;
		const playing = new AbortController();
		this.#playing.set(id, playing);
		try {
			await play({ id, channel, snippet }, this.#listeners, playing.signal, this.#settings);
		} catch {
			// The recording is missing or broken.
			this.#listeners.message({ type: 'refused', why: 'no-recording', snippet });
		}
		this.#playing.delete(id);
	}
}
