// Splits the engine's stream of a process without a terminal into standard output and standard error.
import { Readable, Writable } from 'node:stream';

const HEADER = 8;
const STDERR = 2;

/** The two outputs of a process. */
export interface Outputs {
	stdout: Readable;
	stderr: Readable;
}

/**
 * Splits the frames that the engine sends for a container or an exec without a TTY (Engine API, "Attach to a container":
 * one byte of stream number, three of zero, four of big-endian length, then the payload).
 *
 * Backpressure on stdout pauses the source. Stderr never pauses it: unread stderr beyond the stream's buffer is dropped.
 */
export function demultiplex(source: Readable): Outputs {
	const stdout = new Readable({ read: () => proceed() });
	const stderr = new Readable({ read: () => {} });
	let header = Buffer.alloc(0);
	let remaining = 0;
	let toStderr = false;
	let waiting: (() => void) | undefined;
	const proceed = () => {
		const resume = waiting;
		waiting = undefined;
		resume?.();
	};

	/** Passes one payload on; false when stdout's buffer is full. */
	const forward = (payload: Buffer): boolean => {
		if (!toStderr) return stdout.push(payload);
		if (stderr.readableLength < stderr.readableHighWaterMark) stderr.push(payload);
		return true;
	};

	const sink = new Writable({
		write(chunk: Buffer, _encoding, done) {
			let wanted = true;
			for (let at = 0; at < chunk.length; ) {
				if (remaining === 0) {
					const missing = chunk.subarray(at, at + HEADER - header.length);
					header = Buffer.concat([header, missing]);
					at += missing.length;
					if (header.length < HEADER) break;
					toStderr = header[0] === STDERR;
					remaining = header.readUInt32BE(4);
					header = Buffer.alloc(0);
				} else {
					const payload = chunk.subarray(at, at + remaining);
					at += payload.length;
					remaining -= payload.length;
					wanted = forward(payload) && wanted;
				}
			}
			if (wanted) done();
			else waiting = done;
		},
		final(done) {
			stdout.push(null);
			stderr.push(null);
			done();
		},
	});
	source.pipe(sink);
	const close = () => {
		if (!sink.writableEnded) sink.end();
		proceed();
	};
	source.once('error', close);
	source.once('close', close);
	stdout.once('close', proceed);
	return { stdout, stderr };
}
