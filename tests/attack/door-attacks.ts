// Attacks on the door by anyone but the reader's own page. Each attempt reports the answer and whether it is safe. The same
// attempts target the companion, which must withstand all, and a bad server, which must withstand none.
import { randomBytes } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { WebSocket } from 'ws';
import { type Answer, ask, askForSocket, dial } from './raw.ts';
import type { Target } from './target.ts';

/** One attempt and its result. */
export interface Attempt {
	what: string;
	/** In brief: a status, a close code, a header. */
	answer: string;
	safe: boolean;
}

/** Attempts of one kind. */
export interface Attack {
	/** With its number from tests/attack/threats.ts. */
	threat: string;
	tried: string;
	/** @param bearer A reader's bearer. */
	attempt(target: Target, bearer: string): Promise<Attempt[]>;
}

const JSON_TYPE = 'Content-Type: application/json';
const RUN = { type: 'run', snippet: 'lab#lab-1', cols: 80, rows: 24 };

const own = (port: number) => `Host: 127.0.0.1:${port}`;
const ownOrigin = (port: number) => `Origin: http://127.0.0.1:${port}`;
const code = (target: Target) => JSON.stringify({ code: target.code() });

/** Safe if refused with one of these statuses and the connection closed. */
function refused(what: string, { status, closed }: Answer, ...statuses: number[]): Attempt {
	return { what, answer: `${status}${closed ? '' : ', left open'}`, safe: closed && statuses.includes(status) };
}

/** Makes the attempts one after another. */
async function each<T>(things: T[], attempt: (thing: T) => Promise<Attempt>): Promise<Attempt[]> {
	const attempts: Attempt[] = [];
	for (const thing of things) attempts.push(await attempt(thing));
	return attempts;
}

/** A WebSocket's answer to a first message: its close code or its text. */
function firstWord(port: number, message: string, headers: Record<string, string> = {}): Promise<string> {
	const socket = new WebSocket(`ws://127.0.0.1:${port}/api/socket`, { origin: `http://127.0.0.1:${port}`, headers });
	return new Promise((resolve, reject) => {
		socket.on('open', () => socket.send(message));
		socket.on('message', (said) => resolve(`said ${said}`));
		socket.on('close', (status) => resolve(`closed ${status}`));
		socket.on('error', reject);
	}).then((word) => {
		socket.terminate();
		return word as string;
	});
}

const rebinding: Attack = {
	threat: 'T1 DNS rebinding',
	tried: 'names that lead to loopback, on page, file, API and upgrade',
	attempt(target) {
		const { port } = target;
		const names = ['evil.example', '127.0.0.1.nip.io', 'evil.localhost', '127.1', '2130706433', '0x7f.1', '0.0.0.0'];
		const others = ['[::]', '[::ffff:127.0.0.1]', 'host.docker.internal', 'localhost.', 'user@127.0.0.1'];
		const hosts = [...names, ...others].map((name) => `Host: ${name}:${port}`);
		const headers = [
			...hosts.map((host) => [host]),
			['Host: 127.0.0.1'],
			['Host: 127.0.0.1:1'],
			['Host:'],
			[own(port), 'Host: evil.example'],
			['Host: evil.example', own(port)],
			['Host: evil.example', `X-Forwarded-Host: 127.0.0.1:${port}`, `Forwarded: host=127.0.0.1:${port}`],
		];
		const routes = ['/', '/docker0/', '/favicon.svg', '/nowhere', '/%ff'];
		return each(
			headers.flatMap((lines) => [...routes, 'POST', 'WS'].map((route) => ({ lines, route }))),
			async ({ lines, route }) => {
				const what = `${lines.join(', ')} on ${route}`;
				if (route === 'WS') {
					const origin = `Origin: http://${lines[0]?.slice('Host: '.length)}`;
					return refused(what, await askForSocket(port, [...lines, origin]), 400, 421);
				}
				if (route !== 'POST') return refused(what, await ask(port, { target: route, headers: lines }), 400, 421);
				const login = { method: 'POST', target: '/api/session', headers: [...lines, JSON_TYPE], body: code(target) };
				return refused(what, await ask(port, login), 400, 421);
			},
		);
	},
};

const absolute: Attack = {
	threat: 'T1 DNS rebinding',
	tried: 'another site in the first line',
	attempt: ({ port }) =>
		each(['http://evil.example/', `http://127.0.0.1:${port}/`, 'HTTP://evil.example/api/session'], async (line) =>
			refused(line, await ask(port, { target: line, headers: [own(port)] }), 400, 421),
		),
};

const hijack: Attack = {
	threat: 'T2 WebSocket of another site',
	tried: 'an upgrade with a foreign Origin, with none, with two',
	attempt({ port }) {
		const origin = `http://127.0.0.1:${port}`;
		const foreign = ['http://evil.example', 'null', '', `https://127.0.0.1:${port}`, `${origin}.evil.example`];
		const near = ['http://127.0.0.1:1', `http://localhost:${port}`, `${origin}/`, `http://evil@127.0.0.1:${port}`];
		const lines = [...foreign, ...near].map((value) => [`Origin: ${value}`]);
		return each([...lines, [], [`Origin: ${origin}`, 'Origin: http://evil.example']], async (headers) =>
			refused(headers.join(', ') || 'no Origin', await askForSocket(port, [own(port), ...headers]), 403),
		);
	},
};

const otherPaths: Attack = {
	threat: 'T2 WebSocket of another site',
	tried: 'an upgrade where no WebSocket is, from our own origin',
	attempt: ({ port }) =>
		each(['/', '/docker0/', '/nowhere', '/api/session', '/api/socket/', '//api/socket'], async (target) =>
			refused(target, await askForSocket(port, [own(port), ownOrigin(port)], target), 404),
		),
};

const byMetadata: Attack = {
	threat: 'T3 forged request',
	tried: 'requests without Origin that the browser says another site makes',
	attempt(target) {
		const { port } = target;
		const sites = ['cross-site', 'same-site', 'unheard-of'];
		const ways = ['Mode: no-cors', 'Mode: cors', 'Mode: navigate\r\nSec-Fetch-Dest: iframe', 'Dest: document'];
		const headers = sites.flatMap((site) => ways.map((way) => [`Sec-Fetch-Site: ${site}`, `Sec-Fetch-${way}`]));
		return each(headers, async (lines) => {
			const page = await ask(port, { target: '/docker0/', headers: [own(port), ...lines] });
			if (page.status !== 403) return refused(`a page, ${lines.join(', ')}`, page, 403);
			const login = { method: 'POST', target: '/api/session', headers: [own(port), ...lines, JSON_TYPE] };
			return refused(`a login, ${lines.join(', ')}`, await ask(port, { ...login, body: code(target) }), 403);
		});
	},
};

const simpleRequests: Attack = {
	threat: 'T3 forged request',
	tried: 'the right code in requests that any page may send unasked',
	attempt(target) {
		const { port } = target;
		const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', undefined];
		const origins = [['Origin: http://evil.example'], ['Origin: null'], []];
		const combinations = types.flatMap((type) => origins.map((origin) => ({ type, origin })));
		return each([...combinations, { type: 'application/json', origin: ['Origin: null'] }], async ({ type, origin }) => {
			const headers = [own(port), ...origin, ...(type ? [`Content-Type: ${type}`] : [])];
			const answer = await ask(port, { method: 'POST', target: '/api/session', headers, body: code(target) });
			return refused(`POST ${type ?? 'without type'}, ${origin[0] ?? 'no Origin'}`, answer, 403, 415);
		});
	},
};

const otherMethods: Attack = {
	threat: 'T3 forged request',
	tried: 'the right code by other methods',
	attempt: (target) =>
		each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'], async (method) => {
			const headers = [own(target.port), JSON_TYPE];
			const address = `/api/session?code=${target.code()}`;
			const body = method === 'GET' || method === 'HEAD' ? '' : code(target);
			return refused(method, await ask(target.port, { method, target: address, headers, body }), 404, 405);
		}),
};

/** Requests whose answers a page of another site would like to read. */
const crossSite = (port: number) => {
	const asking = ['Access-Control-Request-Method: POST', 'Access-Control-Request-Private-Network: true'];
	return ['/', '/docker0/', '/snippets.json', '/api/session', '/nowhere'].flatMap((path) =>
		[['Origin: http://evil.example'], [ownOrigin(port)], []].flatMap((origin) =>
			['GET', 'OPTIONS'].map((method) => ({ method, target: path, headers: [own(port), ...origin, ...asking] })),
		),
	);
};

/** Whether any answer to these requests has one of those headers. */
function headerless(threat: string, tried: string, forbidden: RegExp): Attack {
	return {
		threat,
		tried,
		attempt: ({ port }) =>
			each(crossSite(port), async (request) => {
				const { headers } = await ask(port, request);
				const found = [...headers.keys()].filter((name) => forbidden.test(name));
				return {
					what: `${request.method} ${request.target}`,
					answer: found.join(' ') || 'none',
					safe: found.length === 0,
				};
			}),
	};
}

/** Headers that every page must carry. */
function protectedBy(threat: string, tried: string, wanted: Record<string, RegExp>): Attack {
	return {
		threat,
		tried,
		attempt: ({ port }) =>
			each(['/', '/docker0/', '/ko/', '/nowhere', '/%ff', '/snippets.json'], async (path) => {
				const { headers } = await ask(port, { target: path, headers: [own(port)] });
				const found = Object.entries(wanted).filter(([name, value]) => value.test(headers.get(name) ?? ''));
				const safe = found.length === Object.keys(wanted).length;
				return { what: path, answer: safe ? 'refused by header' : 'no such header', safe };
			}),
	};
}

/** Whether an answer reveals a secret, or lets a browser send its URL to other sites as a referrer. */
function secretive(threat: string, tried: string, headersWith: (bearer: string) => string[]): Attack {
	return {
		threat,
		tried,
		attempt: (target, bearer) =>
			each(
				['/', '/docker0/', '/nowhere', '/snippets.json', `/api/session?x=${bearer}`, '/api/socket'],
				async (path) => {
					const headers = [own(target.port), ...headersWith(bearer)];
					const answer = await ask(target.port, { target: path, headers });
					const text = JSON.stringify([...answer.headers]) + answer.body;
					const told = text.includes(bearer) || text.includes(target.code());
					const safe = !told && answer.headers.get('referrer-policy') === 'no-referrer';
					return { what: path, answer: safe ? 'no secret' : 'a secret told', safe };
				},
			),
	};
}

const guesses: Attack = {
	threat: 'T7 guessed code',
	tried: 'forty guesses at once',
	async attempt({ port }) {
		const guess = { method: 'POST', target: '/api/session', headers: [own(port), JSON_TYPE], body: '{"code":"guess"}' };
		const answers = await Promise.all(Array.from({ length: 40 }, () => ask(port, guess)));
		const count = (status: number) => answers.filter((answer) => answer.status === status).length;
		const answer = `403 × ${count(403)}, 429 × ${count(429)}`;
		// The limit is five per second, and forty requests may take a while on a busy machine.
		return [{ what: 'guess', answer, safe: count(403) + count(429) === 40 && count(429) >= 10 }];
	},
};

const strangers: Attack = {
	threat: 'T8 message before the bearer',
	tried: 'every kind of message first, and a hello with guessed bearers',
	attempt({ port }) {
		const hello = { type: 'hello', bearer: '', page: 'lab', language: 'en' };
		const size = { cols: 80, rows: 24 };
		const messages = [
			RUN,
			{ ...RUN, type: 'run-edited', code: 'id' },
			{ type: 'try', snippet: 'lab#lab-x' },
			{ type: 'attach', shell: 'main', ...size },
			{ type: 'type', shell: 'main', data: 'id\r' },
			{ type: 'reset' },
			hello,
			{ ...hello, bearer: 'guess' },
			{ ...hello, bearer: '__proto__' },
			{ ...hello, type: ['hello'] },
			[hello, RUN],
		];
		return each(messages, async (message) => {
			const answer = await firstWord(port, JSON.stringify(message));
			return { what: JSON.stringify(message), answer, safe: answer === 'closed 1008' || answer === 'closed 4401' };
		});
	},
};

const cookies: Attack = {
	threat: 'T5 another port of the same site',
	tried: 'cookies in place of a bearer',
	async attempt({ port }) {
		const hello = JSON.stringify({ type: 'hello', bearer: '', page: 'lab', language: 'en' });
		const answer = await firstWord(port, hello, { cookie: 'bearer=secret; session=secret', authorization: 'Bearer x' });
		return [{ what: 'cookie', answer, safe: answer.startsWith('closed') }];
	},
};

const formerReader: Attack = {
	threat: 'T12 stranger on our port',
	tried: 'the bearer of a companion that was there before',
	async attempt({ port }) {
		const bearer = randomBytes(24).toString('base64url');
		const answer = await firstWord(port, JSON.stringify({ type: 'hello', bearer, page: 'lab', language: 'en' }));
		return [{ what: 'hello', answer, safe: answer === 'closed 4401' }];
	},
};

const otherAddresses: Attack = {
	threat: 'T11 listens beyond loopback',
	tried: 'every other address of the machine',
	attempt({ port }) {
		const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
		const others = addresses.filter(({ internal, scopeid = 0 }) => !internal && scopeid === 0);
		return each(others, async ({ address }) => {
			const answer = await dial(port, address).then(
				(socket) => {
					socket.destroy();
					return 'connected';
				},
				(error: NodeJS.ErrnoException) => error.code ?? 'refused',
			);
			return { what: address, answer, safe: answer === 'ECONNREFUSED' };
		});
	},
};

export const attacks: Attack[] = [
	rebinding,
	absolute,
	hijack,
	otherPaths,
	simpleRequests,
	byMetadata,
	otherMethods,
	headerless('T4 answer that others may read', 'requests and preflights from other sites', /^access-control-/),
	protectedBy('T4 answer that others may read', 'embedding our answers in another site', {
		'cross-origin-resource-policy': /^same-origin$/,
		'x-content-type-options': /^nosniff$/,
	}),
	headerless('T5 another port of the same site', 'to be given a cookie', /^set-cookie$/),
	cookies,
	secretive(
		'T6 secret that leaks',
		'a code or bearer sent back: in answers, in errors, in a page’s address',
		(bearer) => [`Authorization: Bearer ${bearer}`, `Cookie: bearer=${bearer}`],
	),
	guesses,
	strangers,
	protectedBy('T9 framed by another site', 'a frame around our pages', {
		'content-security-policy': /frame-ancestors 'none'/,
		'x-frame-options': /^DENY$/,
	}),
	headerless('T10 public site asks for a private one', 'preflights for private networks', /private|local-network/),
	otherAddresses,
	formerReader,
	secretive('T13 other users of the machine', 'pages and files read without a bearer', () => []),
];
