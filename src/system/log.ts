// Logs events with Pino on standard error, because standard output is for progress and the link. A terminal gets readable lines
// with the time of day, anything else gets JSON.
import { type Logger, pino } from 'pino';
import { prettyFactory } from 'pino-pretty';
import { describeEvent } from '../telemetry/describe.ts';
import { levelOf, type Tell } from '../telemetry/events.ts';
import type { LogLevel } from './log-level.mjs';

export interface Log {
	/** For Fastify and other libraries. */
	logger: Logger;
	/** For our own events. */
	tell: Tell;
}

/** The stream that lines are written to. */
export interface LogStream {
	write(line: string): unknown;
	isTTY?: boolean;
}

/** @param level the lowest level that is logged */
export function createLog(level: LogLevel, stream: LogStream = process.stderr): Log {
	const logger = pino({ level, base: undefined, serializers }, written(stream));
	return {
		logger,
		tell(event) {
			const { type, ...facts } = event;
			logger[levelOf(event)]({ event: type, ...facts }, describeEvent(event));
		},
	};
}

/** Writes synchronously, because the last lines before a crash are those that matter. */
function written(stream: LogStream): { write(line: string): void } {
	if (!stream.isTTY) return { write: (line) => void stream.write(line) };
	const readable = prettyFactory({
		translateTime: 'SYS:HH:MM:ss',
		hideObject: true,
		colorize: !process.env.NO_COLOR,
	});
	return { write: (line) => void stream.write(readable(line)) };
}

/**
 * The fields of Fastify's objects that may be logged. A parse error carries the received bytes (`rawPacket`) and a request its
 * headers, which must not be.
 */
const serializers = {
	err: (error: Error & { code?: string }) => ({
		type: error.name,
		message: error.message,
		...(error.code && { code: error.code }),
		stack: error.stack,
	}),
	req: (request: { method?: string; url?: string }) => ({
		method: request.method,
		url: request.url?.replace(/[?#].*/s, ''),
	}),
	res: (reply: { statusCode?: number }) => ({ statusCode: reply.statusCode }),
};
