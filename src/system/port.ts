// Says that a port is taken before the long steps; whoever listens finds out for sure.
import { createServer } from 'node:net';
import { Refusal } from './refusal.mjs';

/**
 * @param command the command as it is typed, for what to do about it
 * @throws Refusal when the port of 127.0.0.1 cannot be listened on
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

/** What is said of a taken port. */
export function taken(port: number, command: string): Refusal {
	return new Refusal(`Port ${port} is taken: end what listens there, or choose another with ${command} -- --port N.`);
}
