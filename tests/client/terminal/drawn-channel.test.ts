// What a terminal draws of a channel, whatever comes twice, late or never. The terminal is xterm.js, without a screen.
import xterm from '@xterm/headless';
import { describe, expect, test } from 'vitest';
import { DrawnChannel } from '../../../src/client/terminal/drawn-channel.ts';

function drawing(printed = 0) {
	const terminal = new xterm.Terminal({ allowProposedApi: true });
	const seen: number[] = [];
	const channel = new DrawnChannel(terminal, printed, (offset) => seen.push(offset));
	/** Draws a piece. Resolves when it is drawn. */
	const write = (offset: number, text: string) =>
		new Promise<void>((resolve) =>
			channel.write({ channel: 1, offset, bytes: new TextEncoder().encode(text) }, resolve),
		);
	const text = () => terminal.buffer.active.getLine(0)?.translateToString(true) ?? '';
	return { terminal, channel, seen, write, text };
}

const frame = (offset: number, text: string) => ({ channel: 1, offset, bytes: new TextEncoder().encode(text) });

describe('output', () => {
	test('is drawn in turn, and the companion hears how far', async () => {
		const { write, text, seen, channel } = drawing();
		await write(0, 'abc');
		await write(3, 'def');
		expect(text()).toBe('abcdef');
		expect(seen).toEqual([3, 6]);
		expect(channel.drawn).toBe(6);
	});

	test('that comes again is not drawn again, but the companion hears of it', async () => {
		const { write, text, seen, channel } = drawing();
		await write(0, 'abc');
		channel.write(frame(0, 'abc'), () => expect.unreachable());
		await write(2, 'cde');
		expect(text()).toBe('abcde');
		expect(seen).toEqual([3, 3, 5]);
	});

	test('that is no longer to be had is not waited for', async () => {
		const { write, text, channel } = drawing();
		await write(0, 'abc');
		expect(channel.skip(10)).toBe(7);
		expect(channel.skip(5)).toBe(0);
		expect(channel.drawn).toBe(10);
		await write(8, 'xyz');
		expect(text()).toBe('abcz');
	});

	test('is printed now when all that was printed before is drawn', async () => {
		const { write, channel } = drawing(6);
		expect(channel.present).toBe(false);
		await write(0, 'abc');
		expect(channel.present).toBe(false);
		await write(3, 'def');
		expect(channel.present).toBe(true);
	});

	test('of a closed channel is only told of', () => {
		const { channel, seen, text } = drawing();
		channel.close();
		channel.write(frame(0, 'abc'), () => expect.unreachable());
		expect(seen).toEqual([3]);
		expect(text()).toBe('');
	});

	test('on its way to the screen when the channel is closed is not told of', async () => {
		const { terminal, channel, seen } = drawing();
		channel.write(frame(0, 'abc'), () => expect.unreachable());
		channel.close();
		await new Promise<void>((resolve) => terminal.write('', resolve));
		expect(seen).toEqual([]);
	});
});
