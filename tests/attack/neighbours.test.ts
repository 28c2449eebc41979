// T30 to T33: what one reader's lab does to itself, another reader does not feel, and the companion goes on answering.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Page } from '../companion/page.ts';
import { type Companion, startTarget } from './target.ts';

const SIZE = { cols: 80, rows: 24 };
let companion: Companion;
let attacker: Page;
let neighbour: Page;
/** What a neighbour's `echo` takes when all is quiet, in ms. */
let quiet: number;

beforeAll(async () => {
	companion = await startTarget();
	attacker = await Page.open(companion.origin, await companion.bearer(), 'lab');
	neighbour = await Page.open(companion.origin, await companion.bearer(), 'lab');
	await attacker.runToEnd('lab#lab-1', 'true');
	await neighbour.runToEnd('lab#lab-1', 'true');
	quiet = await echoTime();
});
afterAll(async () => {
	await attacker?.close();
	await neighbour?.close();
	await companion?.close();
});

/** How long the neighbour waits from click to end: the middle one of nine times, in ms. */
async function echoTime(): Promise<number> {
	const times: number[] = [];
	for (let n = 0; n < 9; n++) {
		const began = performance.now();
		expect((await neighbour.runToEnd('lab#lab-1', 'echo hello')).text).toBe('hello\n');
		times.push(performance.now() - began);
	}
	return times.sort((one, other) => one - other)[4] as number;
}

const harms = {
	'T30 output without end': 'yes',
	'T31 fork bomb': 'bomb() { bomb | bomb & }; bomb; while :; do sleep 1; done',
	'T32 memory bomb': 'while :; do perl -e \'$all .= "x" x 1e7 while 1\'; done',
	'T33 full disk': 'while :; do head -c 4G /dev/zero > /root/full; rm -f /root/full; done',
};

describe.each(Object.entries(harms))('%s', (_threat, code) => {
	test('while a neighbour runs echo', async ({ annotate }) => {
		attacker.send({ type: 'run-edited', snippet: 'lab#lab-1', code, ...SIZE });
		await attacker.until(() => attacker.run('lab#lab-1')?.phase === 'running');
		await delay(1500);
		const meanwhile = await echoTime();
		await annotate(`${quiet.toFixed(0)} ms when quiet, ${meanwhile.toFixed(0)} ms meanwhile`);
		expect(meanwhile).toBeLessThan(Math.max(1000, 10 * quiet));
		// A fresh lab is there for who harmed the old one.
		attacker.send({ type: 'reset' });
		await attacker.until(() => attacker.said.some(({ type }) => type === 'reset'));
		attacker.said.length = 0;
		expect((await attacker.runToEnd('lab#lab-1', 'echo again')).text).toBe('again\n');
	});
});
