// A static file host like GitHub Pages: serves the site at its root or below a folder, with 404.html for missing files.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

export interface StaticHost {
	/** Its URL without a trailing slash. */
	origin: string;
	/** All requested paths, in order. */
	asked: string[];
	/** The requested paths that do not exist. */
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

/** @param base the path on the host, with a leading and a trailing slash */
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
