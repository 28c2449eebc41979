// Byte and text functions on APIs that browsers and Node share.

const encoder = new TextEncoder();

/** A text as UTF-8. */
export function bytesOf(text: string): Uint8Array {
	return encoder.encode(text);
}

/** Concatenates the pieces; a single piece is returned as it is. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
	const [first] = pieces;
	if (first && pieces.length === 1) return first;
	const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}
