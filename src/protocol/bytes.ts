// Pieces of bytes and text, in the terms that browsers and Node share.

const encoder = new TextEncoder();

/** The UTF-8 of a text. */
export function bytesOf(text: string): Uint8Array {
	return encoder.encode(text);
}

/** All pieces in one; the piece itself where there is only one. */
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
