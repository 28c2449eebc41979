// A run's output on the wire: a channel (4 bytes), the offset of its first byte in the run's output
// (8 bytes, a float64, exact up to 2^53), then the terminal's bytes as they came.

const HEAD = 12;

/** One piece of a run's output. */
export interface OutputFrame {
	channel: number;
	/** Where in the run's output the bytes begin. */
	offset: number;
	bytes: Uint8Array;
}

export function encodeFrame({ channel, offset, bytes }: OutputFrame): Uint8Array {
	const frame = new Uint8Array(HEAD + bytes.length);
	const head = new DataView(frame.buffer);
	head.setUint32(0, channel);
	head.setFloat64(4, offset);
	frame.set(bytes, HEAD);
	return frame;
}

/** @throws RangeError when the frame is shorter than its head. */
export function decodeFrame(data: ArrayBuffer): OutputFrame {
	const head = new DataView(data);
	return { channel: head.getUint32(0), offset: head.getFloat64(4), bytes: new Uint8Array(data, HEAD) };
}
