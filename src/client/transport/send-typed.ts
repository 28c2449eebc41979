// Sends what was typed or pasted.
import { transport } from './current.ts';

/** Characters in one message: a paste may be longer than the companion takes at once. */
const PIECE = 16_384;

/** Sends keys to a run's terminal or to a shell, in as many messages as they need. */
export function sendTyped(to: { type: 'input'; run: string } | { type: 'type'; shell: string }, data: string): void {
	for (const piece of pieces(data)) transport.send({ ...to, data: piece });
}

/** Cuts a text; the two halves of a character beyond U+FFFF stay together. */
function* pieces(text: string): Generator<string> {
	for (let at = 0; at < text.length; ) {
		const split = /[\ud800-\udbff]/.test(text[at + PIECE - 1] ?? '');
		const end = at + PIECE - (split ? 1 : 0);
		yield text.slice(at, end);
		at = end;
	}
}
