// A run's output: reading from an offset, and the limit on what is kept.
import { expect, it } from 'vitest';
import { Output } from '../../src/session/output.ts';

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();

it('what was printed can be read from any offset, however it arrived', () => {
	const output = new Output();
	const text = Array.from({ length: 5000 }, (_, n) => `line ${n}\n`);
	for (const line of text) output.append(Buffer.from(line));
	const whole = text.join('');
	expect(output.end).toBe(whole.length);
	expect(output.text()).toBe(whole);
	expect(textOf(output.read(12_345, 40))).toBe(whole.slice(12_345, 12_385));
	expect(textOf(output.read(whole.length - 3, 100))).toBe(whole.slice(-3));
});

it('a hundred mebibytes of output keep only their end, and the offsets still count every byte', () => {
	const output = new Output();
	const chunk = Buffer.alloc(64 * 1024, 'x');
	for (let n = 0; n < 1600; n++) output.append(chunk);
	output.append(Buffer.from('the end'));
	expect(output.end).toBe(1600 * chunk.length + 7);
	expect(output.end - output.start).toBeLessThanOrEqual(1024 * 1024 + chunk.length);
	expect(output.text().endsWith('xthe end')).toBe(true);
});
