// Reports a taken port before the long steps of a start. Another process may still take it in between.
import { createServer } from 'node:net';
import { Refusal } from './refusal.mjs';

/**
 * @param command the command as it is typed, for the advice
 * @throws Refusal when 127.0.0.1 cannot be listened on at that port
 */
export async function refuseTakenPort(port: number, command: string): Promise<void> {
	const server = createServer();
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject).listen({ host: '127.0.0.1', port }, () => server.close(() => resolve()));
	}).catch((error) => {
		if (error.code === 'EADDRINUSE') throw taken(port, command);
		throw new Refusal(
			`Port ${port} cannot be listened on (${error.code}): choose another with ${command} -- --port N.`,
		);
	});
}

/** The refusal for a taken port. */
export function taken(port: number, command: string): Refusal {
	return new Refusal(`Port ${port} is taken: end what listens there, or choose another with ${command} -- --port N.`);
}
