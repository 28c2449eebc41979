// A stream's output on the wire: the channel (4 bytes), the offset of the first byte in the stream (8 bytes, a float64, exact up to
// 2^53), then the terminal's bytes unchanged.

const HEAD = 12;

/** One piece of a stream's output. */
export interface OutputFrame {
	channel: number;
	/** The offset of the first byte in the stream. */
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

/** @throws RangeError when the frame is shorter than its header. */
export function decodeFrame(data: ArrayBuffer): OutputFrame {
	const head = new DataView(data);
	return { channel: head.getUint32(0), offset: head.getFloat64(4), bytes: new Uint8Array(data, HEAD) };
}
