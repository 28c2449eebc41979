// `npm start`, after scripts/start.mjs: prepares engine, lab image and site, then runs the companion until Ctrl-C.
import { type Companion, startCompanion } from '../companion/companion.ts';
import type { Engine } from '../lab/docker/engine/find.ts';
import type { PrivateEngine } from '../lab/docker/engine/private.ts';
import { dockerLabs } from '../lab/docker/source.ts';
import { hasDesktop, openBrowser } from '../system/browser.ts';
import { buildSite, siteFolder, siteIsFresh } from '../system/build-site.ts';
import { createLog } from '../system/log.ts';
import { leaveEngine, obtainEngine } from '../system/obtain-engine.ts';
import { onStop } from '../system/on-stop.ts';
import { type Options, parseOptions } from '../system/options.mjs';
import { refuseTakenPort, taken } from '../system/port.ts';
import { prepareLabImage } from '../system/prepare-lab-image.ts';
import { createProgress } from '../system/progress.mjs';
import { reportError } from '../system/refusal.mjs';

const progress = createProgress({ began: Number(process.env.UNDERBRIDGE_BEGAN) || Date.now() });
let engine: Engine | PrivateEngine | undefined;
let companion: Companion | undefined;

const stopping = onStop(async () => {
	progress.say('ending the labs');
	await close();
	progress.say('goodbye');
});
try {
	await serve(parseOptions(process.argv.slice(2)));
} catch (error) {
	// An error after Ctrl-C is expected: onStop ends the process.
	if (!stopping.aborted) {
		const status = reportError(error);
		await close().catch(reportError);
		process.exit(status);
	}
}

async function serve(options: Options): Promise<void> {
	await refuseTakenPort(options.port, 'npm start');
	const log = createLog(options.log);
	engine = await obtainEngine(options, progress, log.tell);
	const [image] = await Promise.all([engine && prepareLabImage(engine.docker, progress), prepareSite()]);
	stopping.throwIfAborted();
	companion = await startCompanion({
		labs:
			engine && image
				? dockerLabs({ docker: engine.docker, image, engine: engine.version, tell: log.tell })
				: undefined,
		siteDir: siteFolder,
		port: options.port,
		...log,
		onLink: (link) => progress.say(`for another browser: ${link}`),
	}).catch((error) => {
		throw error.code === 'EADDRINUSE' ? taken(options.port, 'npm start') : error;
	});
	const link = engine ? companion.link : new URL('/', companion.link).href;
	if (!engine) progress.say('without an engine the pages can be read, and nothing can run');
	console.log(`ready ${link}`);
	if (options.open && hasDesktop()) await openBrowser(link, log.tell);
}

async function prepareSite(): Promise<void> {
	if (!siteIsFresh()) await progress.step('site', buildSite);
}

/** Closes everything that this process opened. */
function close(): Promise<void> {
	return leaveEngine(engine, async () => companion?.close());
}
