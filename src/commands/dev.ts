// `npm run dev`, after scripts/dev.mjs: Astro's dev server and the companion in one process, so that pages are live while written.
import { watch } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { dev } from 'astro';
import { createGuest, type GuestCompanion } from '../companion/companion.ts';
import { devSite } from '../dev/dev-site.ts';
import { PageWatch } from '../dev/page-watch.ts';
import type { Engine } from '../lab/docker/engine/find.ts';
import type { PrivateEngine } from '../lab/docker/engine/private.ts';
import { dockerLabs } from '../lab/docker/source.ts';
import { hasDesktop, openBrowser } from '../system/browser.ts';
import { createLog } from '../system/log.ts';
import { leaveEngine, obtainEngine } from '../system/obtain-engine.ts';
import { onStop } from '../system/on-stop.ts';
import { type Options, parseOptions } from '../system/options.mjs';
import { refuseTakenPort } from '../system/port.ts';
import { prepareLabImage } from '../system/prepare-lab-image.ts';
import { createProgress } from '../system/progress.mjs';
import { reportError } from '../system/refusal.mjs';
import { root } from '../system/setup.mjs';
import { causeOf } from '../telemetry/events.ts';

/** Timeout for stopping the dev server; in ms. */
const SITE_PATIENCE = 1000;

const progress = createProgress({ began: Number(process.env.UNDERBRIDGE_BEGAN) || Date.now() });
let engine: Engine | PrivateEngine | undefined;
let companion: GuestCompanion | undefined;
let site: Awaited<ReturnType<typeof dev>> | undefined;

const stopping = onStop(close);
try {
	await develop(parseOptions(process.argv.slice(2), 'npm run dev'));
} catch (error) {
	if (!stopping.aborted) {
		const status = reportError(error);
		await close().catch(reportError);
		process.exit(status);
	}
}

async function develop({ port, open, log: level, ...options }: Options): Promise<void> {
	await refuseTakenPort(port, 'npm run dev');
	const pages = new PageWatch(root, console.log);
	const log = createLog(level);
	engine = await obtainEngine(options, progress, log.tell);
	const image = engine && (await prepareLabImage(engine.docker, progress));
	await pages.look();
	stopping.throwIfAborted();
	const guest = await createGuest(
		{
			labs:
				engine && image
					? dockerLabs({ docker: engine.docker, image, engine: engine.version, tell: log.tell })
					: undefined,
			...log,
			onLink: (link) => progress.say(`for another browser: ${link}`),
		},
		() => pages.manifest,
	);
	companion = guest;
	const watched = canWatch();
	if (!watched)
		progress.say('the system has no watch on files left to give (inotify): they are looked at twice a second');
	site = await progress.step('site', () =>
		dev({
			root,
			logLevel: 'warn',
			server: { host: '127.0.0.1', port, open: false },
			devToolbar: { enabled: false },
			integrations: [devSite(guest, pages)],
			vite: { server: { strictPort: true, watch: watched ? {} : { usePolling: true, interval: 500 } } },
		}),
	);
	const link = engine ? guest.link : new URL('/', guest.link).href;
	if (!engine) progress.say('without an engine the pages can be read, and nothing can run');
	console.log(`ready ${link}`);
	// Warms up Vite, which takes a few seconds for the first page.
	fetch(new URL('/', guest.link)).catch((error) => log.tell({ type: 'site-not-warmed', why: causeOf(error) }));
	if (open && hasDesktop()) await openBrowser(link, log.tell);
}

/** Whether files can be watched. inotify instances are limited per user, and each lab takes some. */
function canWatch(): boolean {
	try {
		watch(root).close();
		return true;
	} catch {
		// The caller reports it.
		return false;
	}
}

/** Closes everything that this process opened. */
function close(): Promise<void> {
	return leaveEngine(engine, async () => {
		await companion?.close();
		// Vite sometimes never finishes closing. Nothing of it outlives this process.
		await Promise.race([site?.stop(), delay(SITE_PATIENCE)]);
	});
}
