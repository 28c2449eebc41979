// The companion: one local server that serves the site, owns the labs, and streams runs.
import { join } from 'node:path';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import staticFiles from '@fastify/static';
import websocket from '@fastify/websocket';
import type Docker from 'dockerode';
import Fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { instanceId } from '../lab/labels.ts';
import { readManifest } from '../snippets/manifest.ts';
import { Connection } from './connection.ts';
import { allowedHosts, checkDoor, Keys } from './door.ts';
import { LabPool } from './pool.ts';
import { Reader } from './reader.ts';

export interface CompanionOptions {
	/** The outer engine; without it the pages can be read and nothing can run. */
	docker?: Docker;
	/** The lab image on that engine. */
	image?: string;
	/** The outer engine's version. */
	engineVersion?: string;
	/** The built site, with its snippet manifest. */
	siteDir: string;
	/** 0 for any free one. */
	port: number;
	/** Called with a fresh link each time one was used, since a link opens the door once. */
	onLink?: (link: string) => void;
	/** A lab that nobody used for so long is ended; in ms. */
	idle?: number;
	/** Labs at most, the warm one included. */
	mostLabs?: number;
}

export interface Companion {
	port: number;
	/** The link that opens the door, once. */
	readonly link: string;
	/** Ends the server and all its labs. */
	close(): Promise<void>;
}

const KIB = 1024;
const MINUTE = 60_000;

/** @throws With `code` EADDRINUSE when the port is taken. */
export async function startCompanion(options: CompanionOptions): Promise<Companion> {
	const { docker, image, siteDir, onLink, idle = 30 * MINUTE, mostLabs = 8 } = options;
	const manifest = await readManifest(join(siteDir, 'snippets.json'));
	const engine = docker && image ? (options.engineVersion ?? '') : null;
	const pool = docker && image ? new LabPool({ docker, image, owner: instanceId(), most: mostLabs }) : undefined;
	const keys = new Keys<Reader>();
	let port = options.port;
	const link = () => `http://127.0.0.1:${port}/#code=${keys.code}`;

	const app = Fastify({ bodyLimit: 64 * KIB, trustProxy: false, requestTimeout: 15_000, forceCloseConnections: true });
	app.addHook(
		'onRequest',
		checkDoor(() => allowedHosts(port)),
	);
	await app.register(helmet, {
		// Each page carries its own policy (site/csp.ts); this is what only a header can say.
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
	await app.register(rateLimit, { global: false });
	await app.register(websocket, { options: { maxPayload: 128 * KIB, perMessageDeflate: false } });
	app.removeContentTypeParser('text/plain');

	const body = z.strictObject({ code: z.string().max(128) });
	app.post('/api/session', { config: { rateLimit: { max: 5, timeWindow: 1000 } } }, async (request, reply) => {
		const parsed = body.safeParse(request.body);
		if (!parsed.success) return reply.code(400).send({ error: 'a code is expected' });
		const bearer = keys.exchange(parsed.data.code, () => new Reader(pool));
		if (!bearer) return reply.code(403).send({ error: 'this code was used before, or was never given' });
		onLink?.(link());
		return reply.header('cache-control', 'no-store').send({ bearer });
	});
	const context = { manifest: () => manifest, engine, reader: (bearer: string) => keys.holder(bearer) };
	app.get('/api/socket', { websocket: true }, (socket) => {
		new Connection(socket, context);
	});
	await serveSite(app, siteDir);

	await app.listen({ host: '127.0.0.1', port: options.port });
	const address = app.server.address();
	if (address && typeof address === 'object') port = address.port;
	pool?.warmUp();
	const idleCheck = setInterval(
		() => {
			for (const reader of keys.holders()) if (reader.idleFor > idle) reader.endLab('idle');
		},
		Math.min(idle / 2, MINUTE),
	);

	return {
		port,
		get link() {
			return link();
		},
		async close() {
			clearInterval(idleCheck);
			await app.close();
			await pool?.close();
		},
	};
}

/** The built pages. Names that the build made from contents may be kept by the browser; pages are asked for again. */
async function serveSite(app: FastifyInstance, siteDir: string): Promise<void> {
	await app.register(staticFiles, {
		root: siteDir,
		redirect: true,
		dotfiles: 'ignore',
		cacheControl: false,
		setHeaders: (reply, path) => {
			const named = path.startsWith(join(siteDir, '_astro'));
			reply.header('cache-control', named ? 'public, max-age=31536000, immutable' : 'no-cache');
		},
	});
	app.setNotFoundHandler((request, reply) => {
		if (request.method !== 'GET' || request.url.startsWith('/api/'))
			return reply.code(404).send({ error: 'not found' });
		const korean = request.url.startsWith('/ko/');
		return reply
			.code(404)
			.type('text/html')
			.sendFile(korean ? 'ko/404/index.html' : '404.html');
	});
}
