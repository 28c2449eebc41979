// A host that only serves files, as GitHub Pages does: from its root or from a folder of it, with 404.html for what is not there.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

export interface StaticHost {
	/** Its address, without a slash at its end. */
	origin: string;
	/** Every path that was asked for, in order. */
	asked: string[];
	/** Those of them that are not there. */
	missed: string[];
	close(): Promise<void>;
}

const types: Record<string, string> = {
	'.html': 'text/html',
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.svg': 'image/svg+xml',
	'.wasm': 'application/wasm',
};

/** @param base the folder's path on the host, with a slash at both ends */
export async function serveStatic(folder: string, base = '/'): Promise<StaticHost> {
	const asked: string[] = [];
	const missed: string[] = [];
	const server = createServer(({ url = '/' }, response) => {
		const { pathname } = new URL(url, 'http://host');
		asked.push(pathname);
		const file = pathname.startsWith(base) ? join(folder, decodeURIComponent(pathname.slice(base.length))) : '';
		if (file && isFolder(file) && !pathname.endsWith('/')) {
			return response.writeHead(301, { location: `${pathname}/` }).end();
		}
		const found = file && [file, join(file, 'index.html')].find((path) => existsSync(path) && !isFolder(path));
		if (!found) missed.push(pathname);
		const sent = found || join(folder, '404.html');
		response.writeHead(found ? 200 : 404, { 'content-type': types[extname(sent)] ?? 'application/octet-stream' });
		response.end(readFileSync(sent));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		missed,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

function isFolder(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
