// Reports each request's method, path and status, but not its headers, body or query. Only server errors are reported with their
// message: the message of an error that a request caused may quote the request.
import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { causeOf, type Tell } from '../telemetry/events.ts';

const SERVER_ERROR = 500;

export class RequestLog extends LogController {
	readonly #tell: Tell;

	constructor(tell: Tell) {
		super();
		this.#tell = tell;
	}

	/** Requests are reported when they are answered. */
	override incomingRequest(): void {}

	override requestCompleted(_error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
		const ms = Math.round(reply.elapsedTime);
		this.#tell({ type: 'request-answered', ...named(request), status: reply.statusCode, ms });
	}

	override defaultErrorLog(error: Error, request: FastifyRequest, reply: FastifyReply): void {
		this.#failed(error, request, reply.statusCode);
	}

	override streamError(error: Error, request: FastifyRequest, reply: FastifyReply): void {
		// The browser left during an answer, which is normal.
		if ((error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') return;
		this.#failed(error, request, reply.statusCode);
	}

	/** Reported by {@link requestCompleted}. */
	override routeNotFound(): void {}

	override writeHeadError(error: Error, request: FastifyRequest): void {
		this.#failed(error, request, SERVER_ERROR);
	}

	override serializerError(error: Error, request: FastifyRequest): void {
		this.#failed(error, request, SERVER_ERROR);
	}

	#failed(error: Error, request: FastifyRequest, status: number): void {
		const { code = error.name } = error as NodeJS.ErrnoException;
		this.#tell({
			type: 'request-failed',
			...named(request),
			status,
			why: status < SERVER_ERROR ? code : causeOf(error),
		});
	}
}

function named({ method, url }: FastifyRequest): { method: string; path: string } {
	return { method, path: url.replace(/[?#].*/s, '').slice(0, 200) };
}
