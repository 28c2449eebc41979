// What `npm start` does once dependencies and Node 24 are there: engine, lab image and site, then the companion until Ctrl-C.
import { createServer } from 'node:net';
import { type Companion, startCompanion } from '../src/companion/companion.ts';
import type { Engine } from '../src/lab/engine/find.ts';
import type { PrivateEngine } from '../src/lab/engine/private.ts';
import { ensureLabImage } from '../src/lab/image.ts';
import { reap, removeOwn } from '../src/lab/labels.ts';
import { ensureBaseImage } from './base-image.ts';
import { hasDesktop, openBrowser } from './browser.ts';
import { obtainEngine } from './engine.ts';
import { type Options, parseOptions } from './options.mjs';
import { createProgress } from './progress.mjs';
import { Refusal, tell } from './refusal.mjs';
import { buildSite, siteFolder, siteIsFresh } from './site.ts';
import { onStop } from './stop.ts';

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
	// What fails because of Ctrl-C is no failure: whoever stops also ends the process.
	if (!stopping.aborted) {
		const status = tell(error);
		await close();
		process.exit(status);
	}
}

async function serve(options: Options): Promise<void> {
	await refuseTakenPort(options.port);
	engine = await obtainEngine(options, progress);
	const [image] = await Promise.all([engine && prepareEngine(engine), prepareSite()]);
	stopping.throwIfAborted();
	companion = await startCompanion({
		docker: engine?.docker,
		image,
		engineVersion: engine?.version,
		siteDir: siteFolder,
		port: options.port,
		onLink: (link) => progress.say(`for another browser: ${link}`),
	}).catch((error) => {
		throw error.code === 'EADDRINUSE' ? taken(options.port) : error;
	});
	const link = engine ? companion.link : new URL('/', companion.link).href;
	if (!engine) progress.say('without an engine the pages can be read, and nothing can run');
	console.log(`ready ${link}`);
	if (options.open && hasDesktop()) await openBrowser(link);
}

/** Removes what earlier companions left behind, and makes sure of the lab image. */
async function prepareEngine({ docker }: Engine): Promise<string> {
	const left = await reap(docker);
	if (left > 0) progress.say(`removed what an earlier start left behind (${left})`);
	return progress.step('lab image', async (detail) => {
		await ensureBaseImage(docker, detail);
		return ensureLabImage(docker, detail);
	});
}

async function prepareSite(): Promise<void> {
	if (!siteIsFresh()) await progress.step('site', buildSite);
}

/** Says so before the long steps; the companion finds out for sure when it listens. */
async function refuseTakenPort(port: number): Promise<void> {
	const server = createServer();
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject).listen({ host: '127.0.0.1', port }, () => server.close(() => resolve()));
	}).catch((error) => {
		if (error.code === 'EADDRINUSE') throw taken(port);
		throw new Refusal(`Port ${port} cannot be listened on (${error.code}): choose another with npm start -- --port N.`);
	});
}

function taken(port: number): Refusal {
	return new Refusal(`Port ${port} is taken: end what listens there, or choose another with npm start -- --port N.`);
}

/** Ends everything that this process began, in the order in which it rests on one another. */
async function close(): Promise<void> {
	try {
		await companion?.close();
		if (engine) await removeOwn(engine.docker);
	} finally {
		if (engine && 'release' in engine) await engine.release();
	}
}
