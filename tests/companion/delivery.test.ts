// Flow control between a run and a page.
import { expect, it } from 'vitest';
import { Delivery } from '../../src/companion/delivery.ts';
import { standardPlatform } from '../../src/lab/platform.ts';
import { decodeFrame } from '../../src/protocol/frames.ts';
import type { ServerMessage } from '../../src/protocol/messages.ts';
import { Run } from '../../src/session/run.ts';
import { tellNobody } from '../../src/telemetry/events.ts';

const KIB = 1024;

/** A run and a page that draws only when told to. */
function underWay() {
	const came: Buffer[] = [];
	const said: ServerMessage[] = [];
	const delivery = new Delivery({
		send: (message) => said.push(message),
		sendFrame: (frame) => came.push(Buffer.from(decodeFrame(frame.slice().buffer).bytes)),
	});
	const follow = () => delivery.follow(run);
	const run = new Run({ page: 'lab', shell: 'main', size: { cols: 80, rows: 24 } }, standardPlatform(tellNobody), {
		changed: follow,
		printed: () => delivery.pump(run),
	});
	follow();
	return { run, delivery, said, came: () => Buffer.concat(came) };
}

it('sends no more than a window beyond what the page has drawn', () => {
	const { run, delivery, came } = underWay();
	for (let n = 0; n < 512; n++) run.print(Buffer.alloc(KIB, 'x'));
	expect(came().length).toBe(256 * KIB);
	expect(delivery.seen(run.channel, 100 * KIB)).toBe(true);
	expect(came().length).toBe(356 * KIB);
});

it('reports a gap when a page is further behind than the kept output', () => {
	const { run, delivery, said, came } = underWay();
	for (let n = 0; n < 2000; n++) run.print(Buffer.alloc(KIB, 'x'));
	delivery.seen(run.channel, 256 * KIB);
	expect(said).toEqual([{ type: 'gap', channel: run.channel, from: 256 * KIB, to: run.output.start }]);
	expect(came().length).toBe(512 * KIB);
});

it('ignores positions that were drawn before, were never sent, or belong to no followed stream', () => {
	const { run, delivery } = underWay();
	run.print(Buffer.from('hello'));
	expect(delivery.seen(run.channel, 6)).toBe(false);
	expect(delivery.seen(run.channel, 3)).toBe(true);
	expect(delivery.seen(run.channel, 3)).toBe(false);
	expect(delivery.seen(run.channel + 1_000_000, 1)).toBe(false);
});

it.each(['before', 'after'])('keeps nothing of a run that was drawn %s its end', (when) => {
	const { run, delivery } = underWay();
	run.print(Buffer.from('hello'));
	if (when === 'before') delivery.seen(run.channel, 5);
	run.fail('lab-gone');
	if (when === 'after') expect(delivery.seen(run.channel, 5)).toBe(true);
	// A stream that is no longer followed has no positions.
	run.print(Buffer.from('!'));
	expect(delivery.seen(run.channel, 6)).toBe(false);
});
