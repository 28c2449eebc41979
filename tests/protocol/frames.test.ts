// Binary frames, and what is not a message.
import { expect, it } from 'vitest';
import { decodeFrame, encodeFrame } from '../../src/protocol/frames.ts';
import { ClientMessage } from '../../src/protocol/messages.ts';

it('a frame keeps its channel, an offset beyond 32 bits, and its bytes', () => {
	const frame = { channel: 4_000_000_000, offset: 2 ** 40 + 1, bytes: Uint8Array.of(0, 255, 27) };
	expect(decodeFrame(encodeFrame(frame).buffer as ArrayBuffer)).toEqual(frame);
});

it('a frame shorter than its head is refused', () => {
	expect(() => decodeFrame(new ArrayBuffer(5))).toThrow(RangeError);
});

it.each([
	['null', null],
	['an array', []],
	['a type of no message', { type: 'exec' }],
	['code beside a snippet', { type: 'run', snippet: 'docker0#d0-1', cols: 80, rows: 24, code: 'id' }],
	['a terminal of no size', { type: 'run', snippet: 'docker0#d0-1', cols: 0, rows: 24 }],
	['a run id that is a path', { type: 'stop', run: '../containers/x' }],
	['an offset that is no number', { type: 'seen', channel: 1, offset: Number.NaN }],
])('%s is not a message', (_, message) => {
	expect(ClientMessage.safeParse(message).success).toBe(false);
});
