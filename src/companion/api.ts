// The companion's API under /api/: exchanges a link's code for a bearer, and serves the WebSocket of runs, shells and labs. It knows
// nothing about pages, so the same app serves the built site and works beside Astro's dev server.
import type { Socket } from 'node:net';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { LabSource } from '../lab/contract.ts';
import { standardPlatform } from '../lab/platform.ts';
import { LabPool } from '../lab/pool.ts';
import { Reader } from '../session/reader.ts';
import type { Manifest } from '../snippets/manifest.ts';
import { causeOf, type Tell, tellNobody } from '../telemetry/events.ts';
import { Connection } from './connection.ts';
import { allowedHosts, checkDoor, Keys, SOCKET } from './door.ts';
import { RateStore } from './monotonic-rate-store.ts';
import { RequestLog } from './request-log.ts';
import { sendTooManyConnections } from './too-many-connections-page.ts';

export interface ApiOptions {
	/** The source of labs; without it pages can be read but nothing can run. */
	labs?: LabSource;
	/** Called with a fresh link after each use of a link: each link works once. */
	onLink?: (link: string) => void;
	/** The idle time after which a lab is ended; in ms. */
	idle?: number;
	/** The maximum number of labs, including the warm one. */
	mostLabs?: number;
	/** Receives telemetry events; by default nobody does. */
	tell?: Tell;
	/** The logger for Fastify's own messages. */
	logger?: FastifyBaseLogger;
}

/** The app; some server must pass requests to it. */
export interface Api {
	app: FastifyInstance;
	/** Tells the door the port of the server; warms a lab unless there is one. */
	open(port: number): void;
	/** The link that opens the door; it works once. */
	link(): string;
	/** Ends the app and all its labs. */
	close(): Promise<void>;
}

const KIB = 1024;
const MINUTE = 60_000;
/** How long a page may take to answer the closing handshake; in ms. */
const CLOSE_WITHIN = 2000;
/** The maximum number of open connections, over all pages and programs. */
const MOST_CONNECTIONS = 1024;
/** The last of them only receive an answer that there are too many. */
const RESERVED_TO_REFUSE = 64;

/** @param manifest Returns the current snippets. */
export async function createApi(options: ApiOptions, manifest: () => Manifest): Promise<Api> {
	const { labs, onLink, idle = 30 * MINUTE, mostLabs = 8, tell = tellNobody } = options;
	const platform = standardPlatform(tell);
	const pool = labs && new LabPool(labs, platform, { most: mostLabs });
	const keys = new Keys<Reader>();
	let port = 0;
	const link = () => `http://127.0.0.1:${port}/#code=${keys.code}`;

	const app: FastifyInstance = Fastify({
		...(options.logger && { loggerInstance: options.logger }),
		logController: new RequestLog(tell),
		bodyLimit: 64 * KIB,
		trustProxy: false,
		requestTimeout: 15_000,
		http: { headersTimeout: 8000, connectionsCheckingInterval: 1000 },
		forceCloseConnections: true,
		// The router answers an undecodable path before any hook, and so before the door.
		rewriteUrl: ({ url = '' }) => (isReadable(url) ? url : '/unreadable'),
	});
	app.server.maxConnections = MOST_CONNECTIONS;
	// Fastify does not track upgraded connections, so close() would wait for them to end by themselves.
	const connections = new Set<Socket>();
	const remember = (connection: Socket) => {
		connections.add(connection);
		connection.once('close', () => connections.delete(connection));
	};
	app.server.on('connection', remember);
	app.server.on('upgrade', (_request, connection) => remember(connection as Socket));
	const full = () => connections.size > MOST_CONNECTIONS - RESERVED_TO_REFUSE;
	// These two come before the door: then refused upgrades are closed, and refusals carry the security headers.
	await app.register(websocket, {
		options: { maxPayload: 128 * KIB, perMessageDeflate: false },
		errorHandler: (error, socket) => {
			tell({ type: 'connection-broken', why: causeOf(error) });
			// A socket in its closing handshake carries the reason: if it were cut off at once, the page would miss it.
			const time = socket.readyState === socket.CLOSING ? CLOSE_WITHIN : 0;
			setTimeout(() => socket.terminate(), time).unref();
		},
	});
	await app.register(helmet, {
		// Each page carries its own policy (src/site/build/csp.ts); frame-ancestors works only in a header.
		contentSecurityPolicy: {
			useDefaults: false,
			directives: {
				'default-src': helmet.contentSecurityPolicy.dangerouslyDisableDefaultSrc,
				'frame-ancestors': ["'none'"],
			},
		},
		crossOriginResourcePolicy: { policy: 'same-origin' },
		frameguard: { action: 'deny' },
		referrerPolicy: { policy: 'no-referrer' },
		strictTransportSecurity: false,
	});
	app.addHook(
		'onRequest',
		checkDoor(() => allowedHosts(port), tell),
	);
	app.addHook('onRequest', async (request, reply) => {
		// An open page learns it through its socket and shows its own message.
		if (!full() || request.headers.upgrade !== undefined) return;
		tell({ type: 'door-refused', why: 'too-many-connections', status: 503 });
		return sendTooManyConnections(reply);
	});
	await app.register(rateLimit, { global: false, store: RateStore });
	app.removeContentTypeParser('text/plain');

	const body = z.strictObject({ code: z.string().max(128) });
	const onExceeded = () => tell({ type: 'door-refused', why: 'too-many-attempts', status: 429 });
	const rateLimited = { max: 5, timeWindow: 1000, onExceeded };
	app.post('/api/session', { config: { rateLimit: rateLimited } }, async (request, reply) => {
		const parsed = body.safeParse(request.body);
		if (!parsed.success) {
			tell({ type: 'door-refused', why: 'no-code', status: 400 });
			return reply.code(400).send({ error: 'a code is expected' });
		}
		const bearer = keys.exchange(parsed.data.code, () => new Reader(pool, platform));
		if (!bearer) {
			tell({ type: 'door-refused', why: 'wrong-code', status: 403 });
			return reply.code(403).send({ error: 'this code was used before, or was never given' });
		}
		tell({ type: 'session-opened' });
		onLink?.(link());
		return reply.header('cache-control', 'no-store').send({ bearer });
	});
	const context = { manifest, labs, reader: (bearer: string) => keys.holder(bearer), full, tell };
	app.get(SOCKET, { websocket: true }, (socket) => {
		new Connection(socket, context);
	});

	const step = Math.min(idle / 2, MINUTE);
	const idleCheck = setInterval(() => {
		for (const reader of keys.holders()) {
			const ms = reader.rest(step);
			if (ms <= idle || reader.lab.state !== 'ready') continue;
			tell({ type: 'reader-idle', ms });
			void reader.endLab('idle').catch((error) => {
				tell({ type: 'removal-failed', what: 'lab', why: causeOf(error) });
			});
		}
	}, step);
	return {
		app,
		open(at) {
			port = at;
			pool?.warmUp();
		},
		link,
		async close() {
			clearInterval(idleCheck);
			const closed = app.close();
			for (const connection of connections) connection.destroy();
			await closed;
			await pool?.close();
		},
	};
}

/** Whether a URL's path decodes as UTF-8: `/%ff` does not. */
function isReadable(url: string): boolean {
	try {
		decodeURI(url.replace(/\?.*/s, ''));
		return true;
	} catch {
		// Not reported: the request is answered like any for a missing page.
		return false;
	}
}
