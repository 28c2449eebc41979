// Answers a page without a companion from what was recorded, in the companion's own messages. What plays a recording is loaded
// with the first one.
import type { Loss } from '../../protocol/losses.ts';
import type { ClientMessage } from '../../protocol/messages.ts';
import { type Listener, Listeners, type ShownRun, type Transport } from './transport.ts';

export class RecordedTransport implements Transport {
	readonly state = 'reading';
	readonly loss: Loss = 'no-answer';
	readonly #listeners = new Listeners();
	/** What stops each recording that plays, by its run's id. */
	readonly #playing = new Map<string, AbortController>();
	readonly #load: () => Promise<typeof import('./playback.ts')>;
	#channel = 0;

	/** @param load the code that plays a recording */
	constructor(load: () => Promise<typeof import('./playback.ts')> = () => import('./playback.ts')) {
		this.#load = load;
	}

	listen(listener: Listener): void {
		this.#listeners.add(listener);
		listener.state?.(this.state, this.loss);
	}

	send(message: ClientMessage): boolean {
		if (message.type === 'run') this.#play(message.snippet, message.cols, message.rows);
		else if (message.type === 'stop') this.#playing.get(message.run)?.abort();
		else return false;
		return true;
	}

	/** Does nothing: a reader goes live by opening a companion's link, which loads the page again. */
	retry(): void {}

	async #play(snippet: string, cols: number, rows: number): Promise<void> {
		const channel = ++this.#channel;
		const run: ShownRun = {
			id: `recorded-${channel}`,
			channel,
			page: '',
			shell: '',
			snippet,
			code: null,
			cols,
			rows,
			phase: 'starting',
			exit: null,
			printed: 0,
			duration: null,
			trouble: null,
			missing: [],
			expectation: [],
			recorded: { engine: '', day: '', goesOn: false },
		};
		const playing = new AbortController();
		this.#playing.set(run.id, playing);
		this.#listeners.message({ type: 'run', run });
		try {
			await (await this.#load()).play(run, this.#listeners, playing.signal);
		} catch {
			// The recording, or the code that plays it, is missing or broken.
			this.#listeners.message({ type: 'refused', why: 'no-recording', snippet });
		}
		this.#playing.delete(run.id);
	}
}
