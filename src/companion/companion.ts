// The companion: serves the built site, owns the labs, and streams runs. It has its own server, or joins another server (Astro's
// dev server) as a guest.
import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join, sep } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { folderOf } from '../languages/language.ts';
import { readLanguages } from '../languages/on-disk.ts';
import { type Manifest, parseManifest } from '../snippets/manifest.ts';
import { type ApiOptions, createApi } from './api.ts';

export interface CompanionOptions extends ApiOptions {
	/** The built site, with its snippet manifest. */
	siteDir: string;
	/** 0 for any free port. */
	port: number;
}

export interface Companion {
	port: number;
	/** The link that opens the door; it works once. */
	readonly link: string;
	/** Ends the server and all its labs. */
	close(): Promise<void>;
}

/** A companion without pages and without its own server. */
export interface GuestCompanion {
	/**
	 * Handles a server's requests under /api/, including the WebSocket, and leaves all others to the server. The server must
	 * already have its request listener and not listen yet. A later server replaces an earlier one.
	 */
	attach(server: Server): void;
	/** The link that opens the door; it works once. */
	readonly link: string;
	/** Ends all labs. */
	close(): Promise<void>;
}

/** @throws With `code` EADDRINUSE when the port is taken. */
export async function startCompanion({ siteDir, port, ...options }: CompanionOptions): Promise<Companion> {
	const manifest = parseManifest(await readFile(join(siteDir, 'snippets.json'), 'utf8'));
	const api = await createApi(options, () => manifest);
	await serveSite(api.app, siteDir);
	await api.app.listen({ host: '127.0.0.1', port });
	api.open(portOf(api.app.server));
	return {
		port: portOf(api.app.server),
		get link() {
			return api.link();
		},
		close: api.close,
	};
}

/** @param manifest Returns the current snippets. */
export async function createGuest(options: ApiOptions, manifest: () => Manifest): Promise<GuestCompanion> {
	const api = await createApi(options, manifest);
	await api.app.ready();
	const isOurs = (url = '') => url.startsWith('/api/');
	return {
		attach(server) {
			const hosts = server.listeners('request');
			server.removeAllListeners('request');
			server.on('request', (request, reply) => {
				if (isOurs(request.url)) api.app.routing(request, reply);
				else for (const listener of hosts) listener.call(server, request, reply);
			});
			server.on('upgrade', (request, socket, head) => {
				if (isOurs(request.url)) api.app.server.emit('upgrade', request, socket, head);
			});
			server.once('listening', () => api.open(portOf(server)));
		},
		get link() {
			return api.link();
		},
		close: api.close,
	};
}

function portOf(server: Server): number {
	const address = server.address();
	return address && typeof address === 'object' ? address.port : 0;
}

/** Each language's folder has its own 404 page. */
const folders = readLanguages().map(folderOf).filter(Boolean);

/** Serves the built pages. Browsers may cache files whose names are content hashes; they revalidate pages. */
async function serveSite(app: FastifyInstance, siteDir: string): Promise<void> {
	const siteFolder = realpathSync(siteDir) + sep;
	await app.register(staticFiles, {
		root: siteDir,
		// A symbolic link in the site's folder must not lead out of it.
		allowedPath: (path) => !isElsewhere(join(siteDir, path), siteFolder),
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
		const folder = folders.find((folder) => request.url.startsWith(`/${folder}/`));
		return reply
			.code(404)
			.type('text/html')
			.sendFile(folder ? `${folder}/404/index.html` : '404.html');
	});
}

/** Whether symbolic links lead a path out of a folder. */
function isElsewhere(path: string, folder: string): boolean {
	try {
		return !(realpathSync(path) + sep).startsWith(folder);
	} catch {
		// Nothing exists at the path: the request is answered with 404.
		return false;
	}
}
