// The door: only the reader's own page may talk to the companion. Every request must name one of our
// hosts, a page's origin must be that host, and authority is a bearer that a one-time code was exchanged for.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DoorRefusal, Tell } from '../telemetry/events.ts';

/** Where the WebSocket is. */
export const SOCKET = '/api/socket';

/** The names under which a companion on this port may be addressed, exactly as `Host` spells them. */
export function allowedHosts(port: number): ReadonlySet<string> {
	const names = ['127.0.0.1', 'localhost', '[::1]'];
	return new Set(names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`])));
}

/**
 * Refuses, before any answer of ours, what does not come from our own origin: a rebound name in `Host` (DNS rebinding), another
 * page's `Origin`, an upgrade without one, and whatever a browser says another site asks for, but a visit. An upgrade must be
 * for the WebSocket. The set of hosts is asked for at each request, since the port is known late.
 */
export function checkDoor(hosts: () => ReadonlySet<string>, tell: Tell) {
	return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
		const refuse = (status: number, why: DoorRefusal, error: string) => {
			tell({ type: 'door-refused', why, status });
			return reply.code(status).send({ error });
		};
		const { host, origin, upgrade } = request.headers;
		const named = request.raw.rawHeaders.filter(
			(header, index) => index % 2 === 0 && header.toLowerCase() === 'host',
		).length;
		if (named !== 1 || !host || !hosts().has(host) || !request.raw.url?.startsWith('/')) {
			return refuse(421, 'foreign-host', 'this server answers only under its own address');
		}
		const foreign = origin !== undefined ? origin !== `http://${host}` : upgrade !== undefined;
		if (foreign || isOthers(request.headers)) {
			return refuse(403, 'foreign-origin', 'this server answers only its own pages');
		}
		if (upgrade !== undefined && request.routeOptions.url !== SOCKET) {
			return refuse(404, 'not-the-socket', 'not found');
		}
		if (request.headers['content-encoding'] !== undefined) {
			return refuse(415, 'compressed', 'compressed requests are not read');
		}
	};
}

/** Whether a browser says that another site asks (Fetch Metadata); that somebody follows a link to a page of ours is no harm. */
function isOthers(headers: FastifyRequest['headers']): boolean {
	const { 'sec-fetch-site': site = 'none', 'sec-fetch-mode': mode, 'sec-fetch-dest': destination } = headers;
	const isVisit = mode === 'navigate' && destination === 'document';
	return site !== 'none' && site !== 'same-origin' && !isVisit;
}

/** The keys to the door: the current one-time code, and who holds which bearer. */
export class Keys<Holder> {
	#code = secret();
	readonly #holders = new Map<string, Holder>();

	/** What the next link carries in its fragment. */
	get code(): string {
		return this.#code;
	}

	/** Exchanges the one-time code for a bearer; undefined when it is not the current one. The code is then a new one. */
	exchange(code: string, holder: () => Holder): string | undefined {
		if (!timingSafeEqual(digest(code), digest(this.#code))) return undefined;
		this.#code = secret();
		const bearer = secret();
		this.#holders.set(digest(bearer).toString('hex'), holder());
		return bearer;
	}

	/** Who holds this bearer. Looked up by digest, so that the time it takes tells nothing. */
	holder(bearer: string): Holder | undefined {
		return this.#holders.get(digest(bearer).toString('hex'));
	}

	holders(): Iterable<Holder> {
		return this.#holders.values();
	}
}

/** 192 random bits, safe in a URL. */
function secret(): string {
	return randomBytes(24).toString('base64url');
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
