// Removes private data from a report: the home folder and the name in it, this machine's name, users and hosts in addresses of
// engines, and the values of variables that hold keys.
import { homedir, hostname } from 'node:os';
import { root } from '../setup.mjs';

export interface Secrets {
	/** The project's folder. */
	project: string;
	home: string;
	host: string;
	env: NodeJS.ProcessEnv;
}

/** Shorter values are more likely words than keys. */
const LEAST = 6;

/** @returns a function that removes the secrets from a text */
export function hider(secrets: Partial<Secrets> = {}): (text: string) => string {
	const here: Secrets = { project: root, home: homedir(), host: hostname(), env: process.env };
	const { project, home, host, env } = { ...here, ...secrets };
	const keys = Object.entries(env).flatMap(([name, value]) =>
		value && value.length >= LEAST && /TOKEN|SECRET|PASSW|CREDENTIAL|API_?KEY|AUTH/i.test(name) ? [value] : [],
	);
	return (text) => {
		let shown = text;
		shown = shown.replaceAll(project, '<project>');
		for (const key of keys) shown = shown.replaceAll(key, '***');
		shown = shown.replaceAll(/\b(?:tcp|https?|ssh):\/\/[^\s,;)]*[^\s,;):]/g, hideAuthority);
		// A service's home may be `/`, with which every path begins.
		if (home.length > 1) shown = shown.replaceAll(new RegExp(`${RegExp.escape(home)}(?![\\w.-])`, 'g'), '~');
		shown = shown.replaceAll(/(\/home|\/Users|[A-Z]:\\Users)([/\\])[^/\\\s,;:|]+/g, '$1$2…');
		if (host.length > 1)
			shown = shown.replaceAll(new RegExp(`(?<![\\w.-])${RegExp.escape(host)}(?![\\w-])`, 'g'), 'this-machine');
		return shown;
	};
}

/** Reduces an engine's address to whether it is on this machine, and its port. */
function hideAuthority(address: string): string {
	if (!URL.canParse(address)) return address.replace(/:\/\/.*/s, '://…');
	const { protocol } = new URL(address);
	// URL normalises host names only in web schemes such as http.
	const { hostname, port } = new URL(address.replace(/^\w+/, 'http'));
	const here = /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
	return `${protocol}//${here ? hostname : 'another-machine'}${port ? `:${port}` : ''}`;
}
