// The Astro integration of `npm run dev`: attaches the companion to Astro's server, watches the pages' files, shows their mistakes
// on the pages, and serves the recordings that a build would copy.
import { createReadStream, existsSync } from 'node:fs';
import type { Server } from 'node:http';
import { join, relative } from 'node:path';
import type { AstroIntegration } from 'astro';
import type { GuestCompanion } from '../companion/companion.ts';
import { readLanguages } from '../languages/on-disk.ts';
import { reportError } from '../system/refusal.mjs';
import { root } from '../system/setup.mjs';
import { brokenPage } from './broken-page.ts';
import { concerns } from './concerns.ts';
import type { PageWatch } from './page-watch.ts';

/** Messages between page and server over Vite's socket (src/dev/page/mistakes.ts). */
const ASK = 'underbridge:ask';
const MISTAKES = 'underbridge:mistakes';

const languages = readLanguages();

export function devSite(companion: GuestCompanion, pages: PageWatch): AstroIntegration {
	return {
		name: 'underbridge-dev',
		hooks: {
			'astro:config:setup': ({ injectScript, updateConfig }) => {
				injectScript('page', "import '/src/dev/page/mistakes.ts';");
				// If Vite found these only at the first run, it would reload the page in the middle of it.
				updateConfig({ vite: { optimizeDeps: { include: [...terminalParts, 'diff'] } } });
			},
			'astro:server:setup': ({ server }) => {
				// Astro makes a new server when its configuration changes. The companion and its labs stay.
				if (server.httpServer) companion.attach(server.httpServer as Server);
				const payload = () => ({ mistakes: pages.mistakes });
				server.ws.on(ASK, (_, client) => client.send(MISTAKES, payload()));
				server.watcher.on('all', async (_, path) => {
					if (!/^content[\\/].*\.(mdx?|json)$/.test(relative(root, path))) return;
					// A look may fail because a file has vanished. The next change starts another.
					await pages.look().catch(reportError);
					server.ws.send(MISTAKES, payload());
				});
				server.middlewares.use(async (request, response, next) => {
					const path = (request.url ?? '').replace(/[?#].*/, '');
					if (!request.headers.accept?.includes('text/html')) return next();
					await pages.settled();
					const fatal = pages.mistakes.filter((mistake) => mistake.fatal && concerns(path, mistake.file, languages));
					if (fatal.length === 0) return next();
					response.writeHead(500, { 'content-type': 'text/html' }).end(brokenPage(fatal));
				});
				server.middlewares.use((request, response, next) => {
					const file = recordingOf(request.url ?? '');
					if (!file) return next();
					response.setHeader('content-type', 'application/json');
					createReadStream(file).pipe(response);
				});
			},
		},
	};
}

const terminalParts = ['xterm', 'headless', 'addon-fit', 'addon-search', 'addon-web-links'].map(
	(part) => `@xterm/${part}`,
);

/** The file of `/recordings/docker0/d0-1.cast`, beside its page. */
function recordingOf(url: string): string | undefined {
	const [, page, name] = /^\/recordings\/((?:[\w-]+\/)*[\w-]+)\/([\w-]+\.cast)$/.exec(url) ?? [];
	if (!page || !name) return undefined;
	const file = join(root, 'content/docs', `${page}.recordings`, name);
	return existsSync(file) ? file : undefined;
}
