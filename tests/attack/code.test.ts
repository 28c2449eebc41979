// T21 to T25, and T54: which code may run, for whom, and which requests reach the engine. A tap records all those requests.
import { afterAll, beforeAll, describe, expect, onTestFinished, type TestContext, test } from 'vitest';
import { WebSocket } from 'ws';
import { instanceId } from '../../src/lab/docker/labels.ts';
import { DEFAULT_SIZES, recipe } from '../../src/lab/docker/recipe.ts';
import { Page } from '../companion/page.ts';
import { docker, image } from '../lab/docker/bench.ts';
import { type Companion, startTarget } from './target.ts';

const SIZE = { cols: 80, rows: 24 };
let companion: Companion;
let bearer: string;

beforeAll(async () => {
	companion = await startTarget();
	bearer = await companion.bearer();
});
afterAll(() => companion?.close());

async function open(as = bearer, page = 'lab'): Promise<Page> {
	const opened = await Page.open(companion.origin, as, page);
	onTestFinished(() => opened.close());
	return opened;
}

/** The result of a message, or a raw text, on a new socket: `closed 1008`, or the answer. */
function answerTo(message: unknown): Promise<string> {
	const socket = new WebSocket(`ws://127.0.0.1:${companion.port}/api/socket`, { origin: companion.origin });
	socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', bearer, page: 'course', language: 'en' })));
	const answer = new Promise<string>((resolve) => {
		socket.on('message', (data) => {
			const said = JSON.parse(String(data));
			if (said.type === 'welcome') socket.send(typeof message === 'string' ? message : JSON.stringify(message));
			else if (said.type !== 'lab') resolve(said.type);
		});
		socket.on('close', (code) => resolve(`closed ${code}`));
	});
	return answer.finally(() => socket.terminate());
}

/** Sends each of these messages, and expects this result of each and that nothing runs. */
async function expectOf(messages: object[], answer: string, annotate: TestContext['annotate']): Promise<void> {
	for (const message of messages) expect(await answerTo(message)).toBe(answer);
	expect(companion.wire.executed(), 'nothing was run').toEqual([]);
	await annotate(`${answer} × ${messages.length}, nothing run`);
}

const run = { type: 'run', snippet: 'lab#lab-1', ...SIZE };

describe('T21 code of one’s own in a snippet’s place', () => {
	const extras = { code: 'id', hash: 'x', shell: 'other', page: 'lab', timeout: 9, tty: true, background: true };
	test.for(Object.entries(extras))('%s in a run', ([name, value], { annotate }) =>
		expectOf([{ ...run, [name]: value }], 'closed 1008', annotate),
	);

	const ids = [
		'lab',
		'lab#',
		'#lab-1',
		'lab#lab-1 ',
		'LAB#LAB-1',
		'lab#../lab-1',
		'../lab#lab-1',
		'%6cab#lab-1',
		'__proto__#x',
	];
	test.for(ids)('the snippet %s', (snippet, { annotate }) => {
		const kinds = [run, { type: 'try' }, { ...run, type: 'run-edited', code: 'id' }];
		return expectOf(
			kinds.map((kind) => ({ ...kind, snippet })),
			'refused',
			annotate,
		);
	});

	test.for(['lab#lab-1', 'lab#lab-s'])('%s unseen, as if it were an exercise', (snippet, { annotate }) =>
		expectOf([{ type: 'try', snippet }], 'refused', annotate),
	);
});

describe('T22 words for the engine, in what a page says', () => {
	const options = ['Image', 'Cmd', 'HostConfig', 'Env', 'env', 'cwd', 'User', 'Privileged', 'lab', 'container', 'name'];
	test.for(options)('%s in a run, an attach and a reset', (option, { annotate }) => {
		const kinds = [run, { type: 'attach', shell: 'main', ...SIZE }, { type: 'reset' }];
		return expectOf(
			kinds.map((kind) => ({ ...kind, [option]: 'x' })),
			'closed 1008',
			annotate,
		);
	});

	const paths = [
		'../containers/x',
		'x/../../y',
		'x?force=1',
		'x\r\nX: y',
		'X',
		'x y',
		'',
		'x'.repeat(41),
		'한글',
		'$(id)',
	];
	test.for(paths)('the name %j of a shell or a run', (name, { annotate }) => {
		const named = [
			{ type: 'attach', shell: name, ...SIZE },
			{ type: 'type', shell: name, data: 'id\r' },
			{ type: 'stop', run: name },
		];
		return expectOf(named, 'closed 1008', annotate);
	});

	test.for([0, -1, 1.5, 501, 1e9, '80', null, [80], '80;id'])('a terminal with %j columns', (cols, { annotate }) =>
		expectOf(
			[run, { type: 'attach', shell: 'main', rows: 24 }].map((kind) => ({ ...kind, cols })),
			'closed 1008',
			annotate,
		),
	);
});

test('T23 requests to the engine: a lab’s whole life asks for these and nothing else', async ({ annotate }) => {
	const page = await open();
	await page.runToEnd('lab#lab-1', 'echo $((6 * 7))');
	await page.runToEnd('lab#lab-3');
	page.send({ type: 'try', snippet: 'lab#lab-x' });
	await page.until(() => page.said.some(({ type }) => type === 'tried'));
	page.send({ type: 'attach', shell: 'main', ...SIZE });
	page.send({ type: 'attach', shell: 'other', ...SIZE });
	await page.until(() => page.said.filter(({ type }) => type === 'shell').length >= 2);
	page.send({ type: 'resize', shell: 'other', cols: 99, rows: 33 });
	page.send({ type: 'reset' });
	expect((await page.runToEnd('lab#lab-1', 'echo fresh')).text).toBe('fresh\n');

	// dockerode repeats the body's fields in the query, except a name, which is never given.
	const { calls } = companion.wire;
	const labs = new Set((await docker.listContainers({ all: true })).map(({ Id }) => Id));
	const allowed = [
		/^GET \/(info|version|_ping)$/,
		/^POST \/containers\/create\?Image=/,
		/^POST \/containers\/\w{64}\/attach\?stream=true&hijack=true&stdin=true&stdout=true&stderr=true$/,
		/^POST \/containers\/\w{64}\/(start|exec)$/,
		/^POST \/containers\/\w{64}\/wait\?condition=removed$/,
		/^POST \/exec\/\w{64}\/start$/,
		/^GET \/exec\/\w{64}\/json$/,
		/^DELETE \/containers\/\w{64}\?force=true&v=true$/,
		// The volumes of our own labs that a crash of the engine left.
		/^GET \/volumes\?filters=.*underbridge\.owner.*dangling/,
	];
	const lines = calls.map(({ method, path }) => `${method} ${path}`);
	const others = lines.filter((line) => !allowed.some((pattern) => pattern.test(line)));
	expect(others.map((line) => line.slice(0, 200))).toEqual([]);

	const { NCPU } = await docker.info();
	const sizes = { ...DEFAULT_SIZES, cpus: Math.min(DEFAULT_SIZES.cpus, NCPU) };
	const recipes = [true, false].map((inMemory) => {
		const { Env: _, ...wanted } = recipe(image, 'lab', instanceId(), sizes, inMemory);
		return JSON.parse(JSON.stringify(wanted));
	});
	const created = calls.filter(({ path }) => path.startsWith('/containers/create')).map(({ body }) => body);
	expect(created.length).toBeGreaterThanOrEqual(2);
	for (const body of created) {
		// The addresses that the lab must not reach were the machine's at that moment, and may have changed since.
		const { Env, ...asked } = JSON.parse(body);
		expect(Env).toEqual([expect.stringMatching(/^DENY=(\d+\.\d+\.\d+\.\d+ ?)+$/)]);
		expect(recipes).toContainEqual(asked);
	}

	const executed = companion.wire.executed();
	expect(executed.length).toBeGreaterThan(5);
	expect(new Set(executed.map(([program]) => program))).toEqual(new Set(['/lab/bin/enter']));
	for (const { path, body } of calls.filter((call) => call.path.endsWith('/exec'))) {
		const { Cmd, ...rest } = JSON.parse(body);
		expect(rest, path).toEqual({ AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: false });
	}
	// The companion touched only its own labs; the removed lab is no longer listed.
	const touched = new Set(calls.flatMap(({ path }) => /\/containers\/(\w{64})/.exec(path)?.[1] ?? []));
	for (const id of touched) {
		if (labs.has(id)) expect((await docker.getContainer(id).inspect()).Config.Labels.underbridge).toBe('lab');
	}
	await annotate(`${calls.length} requests, ${executed.length} programs by enter`);
});

describe('T24 another reader’s runs and shells', () => {
	test('stopped, watched, typed into, read', async () => {
		const [mine, theirs] = [await open(), await open(await companion.bearer())];
		mine.send({ type: 'run-edited', snippet: 'lab#lab-1', code: 'read -rp "who? " line; echo "got $line"', ...SIZE });
		await mine.until(() => mine.text(mine.run('lab#lab-1')?.channel ?? 0).includes('who? '));
		const { id, channel } = mine.run('lab#lab-1') ?? { id: '', channel: 0 };
		expect(id).toMatch(/^[0-9a-f]{32}$/);
		theirs.send({ type: 'stop', run: id });
		theirs.send({ type: 'watch', run: id });
		theirs.send({ type: 'input', run: id, data: 'theirs\r' });
		theirs.send({ type: 'type', shell: 'main', data: 'theirs\r' });
		theirs.send({ type: 'seen', channel, offset: 1 });
		theirs.send({ type: 'reset' });
		await theirs.until(() => theirs.said.some(({ type }) => type === 'reset'));
		mine.send({ type: 'input', run: id, data: 'mine\r' });
		expect((await mine.end('lab#lab-1')).text).toMatch(/got mine\n$/);
		expect(theirs.output.size).toBe(0);
		expect(theirs.said.filter(({ type }) => type === 'run')).toEqual([]);
	});

	test('by guessing: a reader’s secrets and runs have 128 bits and more', async () => {
		expect(Buffer.from(bearer, 'base64url')).toHaveLength(24);
		expect(Buffer.from(companion.code(), 'base64url')).toHaveLength(24);
		expect(await companion.bearer()).not.toBe(bearer);
	});
});

describe('T54 page that comes back', () => {
	const offsets = ['-1', '1.5', '1e999', '9007199254740993', 'null', '"0"', '[0]', '{}'];
	test.for(offsets)('says that it has drawn up to %s', async (offset, { annotate }) => {
		await annotate('closed 1008 × 2');
		expect(await answerTo(`{"type":"seen","channel":1,"offset":${offset}}`)).toBe('closed 1008');
		expect(await answerTo(`{"type":"seen","channel":${offset},"offset":1}`)).toBe('closed 1008');
	});

	test('says that it has drawn more than there is, and what is another’s: nothing comes of it', async () => {
		const page = await open();
		const { channel, printed } = await page.runToEnd('lab#lab-1', 'echo mine');
		for (const offset of [printed + 1, Number.MAX_SAFE_INTEGER]) page.send({ type: 'seen', channel, offset });
		page.send({ type: 'seen', channel: Number.MAX_SAFE_INTEGER, offset: 1 });
		page.send({ type: 'stop', run: 'f'.repeat(32) });
		page.send({ type: 'watch', run: 'f'.repeat(32) });
		expect((await page.runToEnd('lab#lab-1', 'echo on')).text).toBe('on\n');
	});

	test('when output was dropped: it is told which, and has the rest whole', async ({ annotate }) => {
		const { channel, printed } = await (await open()).runToEnd('lab#lab-1', "head -c 3000000 /dev/zero | tr '\\0' x");
		const later = await open();
		const came = () => later.output.get(channel)?.length ?? 0;
		const gap = () => later.said.find((message) => message.type === 'gap');
		await later.until(() => came() === printed - (gap()?.to ?? 0));
		expect(gap()).toMatchObject({ channel, from: 0 });
		expect(came()).toBeGreaterThanOrEqual(2 ** 20);
		expect(later.seamless).toBe(true);
		await annotate(`${printed - came()} of ${printed} bytes dropped, and told`);
	});
});

test('T25 one snippet in two tabs at once: it runs once, both see it', async ({ annotate }) => {
	const tabs = [await open(), await open()];
	const code = 'echo begun >> /root/begun; sleep 1; cat /root/begun; rm /root/begun';
	for (const tab of tabs) tab.send({ type: 'run-edited', snippet: 'lab#lab-1', code, ...SIZE });
	const last = tabs[0]?.run('lab#lab-1')?.id;
	const ends = await Promise.all(tabs.map((tab) => tab.end('lab#lab-1', last)));
	expect(ends.map(({ text }) => text)).toEqual(['begun\n', 'begun\n']);
	expect(new Set(ends.map(({ id }) => id)).size).toBe(1);
	const refused = tabs.flatMap((tab) => tab.said.filter((message) => message.type === 'refused'));
	expect(refused).toEqual([{ type: 'refused', why: 'already-running', snippet: 'lab#lab-1' }]);
	await annotate('one run, one already-running');
});
