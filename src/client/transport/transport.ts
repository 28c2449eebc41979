// What every element of the page talks to: whoever answers it, be it the companion or a recording.
import type { OutputFrame } from '../../protocol/frames.ts';
import type { Loss } from '../../protocol/losses.ts';
import type { ClientMessage, Refusal, RunState, ServerMessage } from '../../protocol/messages.ts';

/**
 * `connecting`: it is not known yet whether anybody answers. `open`: the companion does. `lost`: it did, and there is no
 * connection now. `reading`: no companion knows this reader, so blocks play what was recorded.
 */
export type TransportState = 'connecting' | 'open' | 'lost' | 'reading';

/** A run as the page shows it. */
export interface ShownRun extends RunState {
	/** Of a run that is played from its recording. */
	recorded?: Recorded;
}

/** What is known of a recording. */
export interface Recorded {
	/** Version of the Docker engine. */
	engine: string;
	/** As ISO 8601 writes it. */
	day: string;
	/** Whether the block had not ended by itself when it was recorded. */
	goesOn: boolean;
}

/** Why nothing is run, or played. */
export type TransportRefusal = Refusal | 'no-recording';

/** What comes from the other side: the companion's messages, and what is known of recordings beside. */
export type TransportMessage =
	| Exclude<ServerMessage, { type: 'run' | 'refused' }>
	| { type: 'run'; run: ShownRun }
	| { type: 'refused'; why: TransportRefusal; snippet: string };

export interface Listener {
	/** Told at once when it begins to listen, and on every change. @param loss why there is no connection, where it was lost */
	state?(state: TransportState, loss: Loss): void;
	message?(message: TransportMessage): void;
	output?(frame: OutputFrame): void;
}

export interface Transport {
	readonly state: TransportState;
	/** Why there is no connection, where it was lost. */
	readonly loss: Loss;
	listen(listener: Listener): void;
	/** @returns False when nobody is there to take the message. */
	send(message: ClientMessage): boolean;
	/** Tries to connect now, for a reader who does not want to wait for the next attempt. */
	retry(): void;
}

/** Many listeners as one. */
export class Listeners implements Required<Listener> {
	readonly #all = new Set<Listener>();

	add(listener: Listener): void {
		this.#all.add(listener);
	}

	state(state: TransportState, loss: Loss): void {
		for (const listener of this.#all) listener.state?.(state, loss);
	}

	message(message: TransportMessage): void {
		for (const listener of this.#all) listener.message?.(message);
	}

	output(frame: OutputFrame): void {
		for (const listener of this.#all) listener.output?.(frame);
	}
}
