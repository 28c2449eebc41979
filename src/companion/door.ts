// The door: only the reader's own page may talk to the companion. Every request must name one of our hosts, an `Origin` must match
// that host, and access needs a bearer, which a one-time code is exchanged for.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DoorRefusal, Tell } from '../telemetry/events.ts';

/** The WebSocket's path. */
export const SOCKET = '/api/socket';

/** The allowed values of `Host` for a companion on this port. */
export function allowedHosts(port: number): ReadonlySet<string> {
	const names = ['127.0.0.1', 'localhost', '[::1]'];
	return new Set(names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`])));
}

/**
 * Refuses requests from other origins before any handler runs: a foreign `Host` (DNS rebinding), a foreign `Origin`, an upgrade
 * without `Origin`, and a cross-site request according to Fetch Metadata, unless it is a navigation. An upgrade must be for the
 * WebSocket. `hosts` is called at each request, because the port becomes known late.
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

/** Whether Fetch Metadata says that another site made the request; following a link to one of our pages is harmless. */
function isOthers(headers: FastifyRequest['headers']): boolean {
	const { 'sec-fetch-site': site = 'none', 'sec-fetch-mode': mode, 'sec-fetch-dest': destination } = headers;
	const isVisit = mode === 'navigate' && destination === 'document';
	return site !== 'none' && site !== 'same-origin' && !isVisit;
}

/** The keys to the door: the current one-time code, and who holds which bearer. */
export class Keys<Holder> {
	#code = secret();
	readonly #holders = new Map<string, Holder>();

	/** The code for the next link's fragment. */
	get code(): string {
		return this.#code;
	}

	/** Exchanges the one-time code for a bearer and replaces the code. @returns undefined when `code` is not the current one */
	exchange(code: string, holder: () => Holder): string | undefined {
		if (!timingSafeEqual(digest(code), digest(this.#code))) return undefined;
		this.#code = secret();
		const bearer = secret();
		this.#holders.set(digest(bearer).toString('hex'), holder());
		return bearer;
	}

	/** The holder of a bearer. The lookup is by digest, so that its timing reveals nothing. */
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
