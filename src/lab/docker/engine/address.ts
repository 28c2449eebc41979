// Where an engine listens, as people write it (`unix:///…`, `tcp://host:2375`, `npipe:////./pipe/…`), turned into a dockerode client.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';

/** A place where an engine may listen. */
export interface Address {
	/** `unix://`, `npipe://`, `tcp://`, `http://` or `https://`, as in `DOCKER_HOST`. */
	url: string;
	/** Folder with ca.pem, cert.pem and key.pem, when the engine asks for TLS. */
	certificates?: string;
}

/**
 * Makes a client for an engine's address. Nothing is sent yet.
 *
 * @throws Error with a short reason when the address cannot be used.
 */
export function connect({ url, certificates }: Address): Docker {
	// dockerode fills what is left out from DOCKER_HOST: every field is named so that only the given address counts.
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
	// A URL of an unknown scheme keeps its port, one of http loses a default port: 80 is meant then.
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
