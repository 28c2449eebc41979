// Where events are told: Pino, on standard error, since standard output is for progress and the link. A person at a terminal gets a
// line for each event with the time of day; whoever collects lines gets JSON.
import { type Logger, pino } from 'pino';
import { prettyFactory } from 'pino-pretty';
import { describeEvent } from '../telemetry/describe.ts';
import { levelOf, type Tell } from '../telemetry/events.ts';
import type { LogLevel } from './log-level.mjs';

export interface Log {
	/** For Fastify and what else wants a logger. */
	logger: Logger;
	/** For everything of ours. */
	tell: Tell;
}

/** What lines are written to; of a terminal it says so. */
export interface LogStream {
	write(line: string): unknown;
	isTTY?: boolean;
}

/** @param level The least that is logged. */
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

/** Lines are written at once and in this thread: the last ones before a crash are those that matter. */
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
 * What may be logged of Fastify's own objects. An error of a broken request carries the bytes that came (`rawPacket`), and a request
 * its headers: of both only what is named here is taken.
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
