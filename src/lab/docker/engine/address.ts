// Turns an engine's address (`unix:///…`, `tcp://host:2375`, `npipe:////./pipe/…`) into a dockerode client.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';

/** An address where an engine may listen. */
export interface Address {
	/** `unix://`, `npipe://`, `tcp://`, `http://` or `https://`, as in `DOCKER_HOST`. */
	url: string;
	/** Folder with ca.pem, cert.pem and key.pem, when the engine requires TLS. */
	certificates?: string;
}

/**
 * Makes a client for an engine's address. Does not connect yet.
 *
 * @throws Error with a short reason when the address cannot be used.
 */
export function connect({ url, certificates }: Address): Docker {
	// dockerode takes missing fields from DOCKER_HOST: naming every field makes only the given address count.
	const nowhere = {
		host: undefined,
		port: undefined,
		socketPath: undefined,
		ca: undefined,
		cert: undefined,
		key: undefined,
	};
	const [, scheme, rest] = /^([a-z]+):\/\/(.+)$/.exec(url) ?? [];
	switch (scheme) {
		case 'unix':
		case 'npipe':
			return new Docker({ ...nowhere, socketPath: rest, protocol: 'http' });
		case 'tcp':
		case 'http':
		case 'https':
			return new Docker({ ...nowhere, ...network(url, scheme, certificates) });
		case 'ssh':
			throw new Error('engines behind ssh:// are not supported');
		default:
			throw new Error('not an address like unix:///var/run/docker.sock or tcp://127.0.0.1:2375');
	}
}

function network(url: string, scheme: string, certificates: string | undefined): Docker.DockerOptions {
	if (!URL.canParse(url)) throw new Error('not an address like tcp://127.0.0.1:2375');
	// URL drops a port that is the default of http or https; tcp is unknown to it and keeps any port.
	const { hostname, port } = new URL(url);
	const secure = scheme === 'https' || certificates !== undefined;
	const usual = { tcp: secure ? 2376 : 2375, http: 80, https: 443 }[scheme];
	const pem = (name: string) => (certificates ? readFileSync(join(certificates, name)) : undefined);
	return {
		host: hostname.replace(/^\[|\]$/g, ''),
		port: port ? Number(port) : usual,
		protocol: secure ? 'https' : 'http',
		ca: pem('ca.pem'),
		cert: pem('cert.pem'),
		key: pem('key.pem'),
	};
}
