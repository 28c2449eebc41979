// A recording answers in the companion's messages: a run that runs and ends, and frames in between, in its own time.
import { describe, expect, test } from 'vitest';
import type { PlaybackSettings } from '../../../src/client/transport/playback.ts';
import { RecordedTransport } from '../../../src/client/transport/recorded-transport.ts';
import type { ShownRun, TransportMessage } from '../../../src/client/transport/transport.ts';
import { type Recording, readRecording, writeRecording } from '../../../src/transcript/recording.ts';

const recording: Recording = {
	width: 100,
	height: 30,
	timestamp: Date.UTC(2026, 10, 26) / 1000,
	title: 'docker0#d0-1',
	engine: '29.0.1+lab',
	exit: 0,
	duration: 0.3,
	cut: 0,
	events: [
		[0, 'one 하나\r\n'],
		[0.2, 'two\r\n'],
	],
};

/** A transport over recordings of the test's own, and what it says; `until` waits for the run's end. */
function transportOf(recordings: Record<string, Recording | undefined>, settings: Partial<PlaybackSettings> = {}) {
	const own = { load: async (reference: string) => recordings[reference], still: () => false, ...settings };
	const transport = new RecordedTransport(own);
	const said: TransportMessage[] = [];
	const printed = { text: '', from: [] as number[], at: [] as number[] };
	const began = performance.now();
	const end = new Promise<void>((resolve) => {
		transport.listen({
			message: (message) => {
				said.push(message);
				const over = message.type === 'run' && message.run.phase !== 'starting' && message.run.phase !== 'running';
				if (over || message.type === 'refused') resolve();
			},
			output: ({ offset, bytes }) => {
				printed.text += new TextDecoder().decode(bytes);
				printed.from.push(offset);
				printed.at.push(performance.now() - began);
			},
		});
	});
	const runs = (): ShownRun[] => said.flatMap((message) => (message.type === 'run' ? message.run : []));
	return { transport, said, printed, end, runs };
}

const ask = { type: 'run', snippet: 'docker0#d0-1', cols: 80, rows: 24 } as const;

describe('a run', () => {
	test('runs and ends as it did, in the terminal it had', async () => {
		const { transport, printed, end, runs } = transportOf({ 'docker0#d0-1': recording });
		expect(transport.send(ask)).toBe(true);
		await end;
		expect(runs().map(({ phase }) => phase)).toEqual(['running', 'passed']);
		expect(new Set(runs().map(({ id }) => id)).size).toBe(1);
		expect(runs().at(-1)).toMatchObject({
			snippet: 'docker0#d0-1',
			cols: 100,
			rows: 30,
			exit: 0,
			printed: 17,
			recorded: { engine: '29.0.1', day: '2026-11-26', goesOn: false },
		});
		expect(printed.text).toBe('one 하나\r\ntwo\r\n');
		expect(printed.from).toEqual([0, 12]);
	});

	test('takes the time that it took', async () => {
		const { transport, printed, end } = transportOf({ 'docker0#d0-1': recording });
		const began = performance.now();
		transport.send(ask);
		await end;
		expect(performance.now() - began).toBeGreaterThanOrEqual(298);
		expect((printed.at[1] ?? 0) - (printed.at[0] ?? 0)).toBeGreaterThanOrEqual(190);
	});

	test('is there at once for a reader who asked for less motion', async () => {
		const slow = { ...recording, duration: 100, events: [[50, 'late']] as Recording['events'] };
		const { transport, printed, end } = transportOf({ 'docker0#d0-1': slow }, { still: () => true });
		transport.send(ask);
		await end;
		expect(printed.text).toBe('late');
	});

	test('is stopped, and keeps what it printed', async () => {
		const slow = { ...recording, duration: 100, events: [...recording.events, [50, 'late']] as Recording['events'] };
		const { transport, printed, end, runs } = transportOf({ 'docker0#d0-1': slow });
		transport.send(ask);
		await expect.poll(() => printed.text).toBe('one 하나\r\ntwo\r\n');
		expect(transport.send({ type: 'stop', run: runs()[0]?.id ?? '' })).toBe(true);
		await end;
		expect(runs().at(-1)).toMatchObject({ phase: 'stopped', exit: null, printed: 17 });
	});

	test('is stopped before it has printed anything', async () => {
		const { transport, printed, end, runs } = transportOf({ 'docker0#d0-1': recording });
		transport.listen({
			message: (message) => message.type === 'run' && transport.send({ type: 'stop', run: message.run.id }),
		});
		transport.send(ask);
		await end;
		expect(runs().at(-1)?.phase).toBe('stopped');
		expect(printed.text).toBe('');
	});

	test('that went on until it was stopped ends with its last words, and says that it goes on', async () => {
		const stays = { ...recording, exit: null, duration: 100 };
		const { transport, end, runs } = transportOf({ 'docker0#d0-1': stays });
		transport.send(ask);
		await end;
		expect(runs().at(-1)).toMatchObject({ phase: 'passed', exit: null, recorded: { goesOn: true } });
	});

	test('tells what is not kept of it', async () => {
		const { transport, said, printed, end } = transportOf({ 'docker0#d0-1': { ...recording, cut: 1000 } });
		transport.send(ask);
		await end;
		expect(said).toContainEqual({ type: 'gap', channel: 1, from: 0, to: 1000 });
		expect(printed.from).toEqual([1000, 1012]);
	});

	test('is another each time', async () => {
		const { transport, end, runs } = transportOf({ 'docker0#d0-1': recording });
		transport.send(ask);
		transport.send(ask);
		await end;
		const first = runs().filter(({ phase }) => phase === 'running');
		expect(new Set(first.map(({ id }) => id)).size).toBe(2);
		expect(new Set(first.map(({ channel }) => channel)).size).toBe(2);
	});
});

test.each([
	['is not there', async () => undefined],
	['cannot be read', async () => readRecording('<!doctype html>')],
	['is of another kind', async () => readRecording(writeRecording(recording).replace('"version":2', '"version":3'))],
])('a recording that %s is refused', async (_, load) => {
	const { transport, said, end } = transportOf({}, { load });
	transport.send(ask);
	await end;
	expect(said.at(-1)).toEqual({ type: 'refused', why: 'no-recording', snippet: 'docker0#d0-1' });
});

test('nobody is there for what only a companion can do', () => {
	const { transport, said } = transportOf({});
	expect(transport.send({ type: 'run-edited', code: 'true', snippet: 'docker0#d0-1', cols: 80, rows: 24 })).toBe(false);
	expect(transport.send({ type: 'try', snippet: 'docker0#d0-x' })).toBe(false);
	expect(transport.send({ type: 'attach', shell: 'main', cols: 80, rows: 24 })).toBe(false);
	expect(transport.state).toBe('reading');
	expect(said).toEqual([]);
});
