// A recording is written and read as asciicast v2, and stays small.
import { describe, expect, test } from 'vitest';
import {
	condense,
	type Recording,
	readRecording,
	recordedText,
	writeRecording,
} from '../../src/transcript/recording.ts';

const recording: Recording = {
	width: 100,
	height: 24,
	timestamp: 1795471725,
	title: 'docker0#d0-1',
	engine: '26.1.5',
	exit: 0,
	duration: 1.5,
	cut: 0,
	events: [
		[0.1, '\x1b[32m안녕\x1b[0m\r\n'],
		[1.25, 'b\r\n'],
	],
};

describe('the file', () => {
	test('says again what was recorded', () => {
		expect(readRecording(writeRecording(recording))).toEqual(recording);
		expect(readRecording(writeRecording({ ...recording, exit: null, cut: 12 }))).toMatchObject({ exit: null, cut: 12 });
	});

	test('is what a player of asciicasts reads: a header, then a line for each event', () => {
		const [header, ...events] = writeRecording(recording)
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line));
		expect(header).toMatchObject({ version: 2, width: 100, height: 24, timestamp: 1795471725 });
		expect(header.underbridge).toEqual({ engine: '26.1.5', exit: 0, duration: 1.5 });
		expect(events).toEqual([
			[0.1, 'o', '\x1b[32m안녕\x1b[0m\r\n'],
			[1.25, 'o', 'b\r\n'],
		]);
	});

	test('of somebody else, or none at all, is refused', () => {
		expect(() => readRecording('{"version": 2, "width": 80, "height": 24}\n')).toThrow(SyntaxError);
		expect(() => readRecording('')).toThrow(SyntaxError);
		expect(() => readRecording('<!doctype html>')).toThrow(SyntaxError);
	});

	test('yields the text that expectations are held against', async () => {
		expect(await recordedText(recording)).toBe('안녕\nb');
	});
});

describe('condensing', () => {
	test('joins what came within 20 ms, and keeps the time of its beginning', () => {
		const { events } = condense([
			[0, 'a'],
			[0.015, 'b'],
			[0.03, 'c'],
			[0.05, ''],
			[1, 'd'],
		]);
		expect(events).toEqual([
			[0, 'ab'],
			[0.03, 'c'],
			[1, 'd'],
		]);
	});

	test('keeps the end of what is too long, from a whole line on, and says how much went', () => {
		const { events, cut } = condense(
			[
				[0, 'one\n'],
				[1, '둘\n셋\n넷\n'],
				[2, 'five\n'],
			],
			10,
		);
		expect(events).toEqual([
			[1, '넷\n'],
			[2, 'five\n'],
		]);
		expect(cut).toBe(4 + 8);
	});

	test('keeps all that fits', () => {
		expect(condense([[0, 'x'.repeat(10)]], 10)).toEqual({ events: [[0, 'x'.repeat(10)]], cut: 0 });
		expect(condense([[0, 'x'.repeat(11)]], 10)).toEqual({ events: [], cut: 11 });
	});
});
