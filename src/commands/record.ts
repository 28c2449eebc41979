// `npm run record`: runs pages in fresh labs, reports where they differ from the page, and saves recordings of their output.
import { existsSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { keepProof } from '../authoring/alone.ts';
import { annotation } from '../authoring/check/report.ts';
import { jumpsOf, playJumps } from '../authoring/jumps.ts';
import { playPage, type SnippetResult } from '../authoring/prove-page.ts';
import { describeFault, eachOf, labsAtATime, labsFor, type ReadPage, readPages } from '../authoring/prove-pages.ts';
import { changes, recordingFrom, recordingOf, removeOthers, saveRecording } from '../authoring/recording-files.ts';
import type { Engine } from '../lab/docker/engine/find.ts';
import type { PrivateEngine } from '../lab/docker/engine/private.ts';
import { dockerLabs } from '../lab/docker/source.ts';
import { standardPlatform } from '../lab/platform.ts';
import { readLanguages } from '../languages/on-disk.ts';
import type { ScannedPage } from '../snippets/read-page.ts';
import { isRecorded, type ManifestPage, pageOfSource, type Snippet } from '../snippets/snippet.ts';
import { createLog } from '../system/log.ts';
import { type LogLevel, logLevel, logUsage } from '../system/log-level.mjs';
import { leaveEngine, obtainEngine } from '../system/obtain-engine.ts';
import { onStop } from '../system/on-stop.ts';
import { readOptions, wrongOption } from '../system/options.mjs';
import { prepareLabImage } from '../system/prepare-lab-image.ts';
import { createProgress } from '../system/progress.mjs';
import { Refusal, reportError } from '../system/refusal.mjs';
import { root } from '../system/setup.mjs';

const usage = `Usage: npm run record [-- [page…] [options]]

  page         a page's address or file, such as docker0 (all pages unless given)
  --check      only run and compare; write nothing
  --jobs N     so many labs at a time (default: what the machine allows)
  --debian REL with --check: labs made from another release of Debian, such as sid, whose Docker is newer
  --engine URL use this Docker engine, such as unix:///var/run/docker.sock
${logUsage(15)}
  --help       show this`;

const command = {
	name: 'npm run record',
	usage,
	operands: 'page',
	options: {
		check: { type: 'boolean', default: false },
		jobs: { type: 'string', default: String(labsAtATime()) },
		debian: { type: 'string' },
		engine: { type: 'string' },
		log: { type: 'string' },
	},
} as const;

interface Options {
	pages: string[];
	check: boolean;
	jobs: number;
	debian?: string;
	engine?: string;
	log: LogLevel;
}

const progress = createProgress();
let engine: Engine | PrivateEngine | undefined;
let faults = 0;
let changed = 0;

const stopping = onStop(() => leaveEngine(engine));
try {
	const asked = readOptions(command, process.argv.slice(2));
	if (asked.help) console.log(usage);
	else process.exitCode = await record(checked(asked));
} catch (error) {
	if (!stopping.aborted) process.exitCode = reportError(error);
}
if (!stopping.aborted) {
	await leaveEngine(engine).catch((error) => {
		process.exitCode = reportError(error);
	});
	process.exit();
}

async function record(options: Options): Promise<number> {
	const pages = await chosen(options.pages);
	const { tell } = createLog(options.log);
	engine = await obtainEngine({ engine: options.engine, yes: true }, progress, tell);
	if (!engine) return 1;
	const { docker } = engine;
	const image = await prepareLabImage(docker, progress, options.debian);
	const platform = standardPlatform(tell);
	const labs = labsFor(options.jobs, dockerLabs({ docker, image, tell }), platform);
	for (const { file, line, sentence } of pages.flatMap(({ findings }) => findings))
		fault(`${file}:${line}: ${sentence}`);
	const sound = pages.flatMap(({ page, findings }) => (findings.length === 0 ? page : []));
	const jumps: { page: ScannedPage; blocks: Snippet[]; sound: boolean }[] = [];
	const tried = async (page: ScannedPage, work: () => Promise<void>) => {
		if (stopping.aborted) return;
		await work().catch((error) => {
			if (!stopping.aborted) fault(`${page.file}:1: ${(error as Error).message}`);
		});
	};
	await eachOf(sound, options.jobs, (page) =>
		tried(page, async () => {
			const { engine, results } = await progress.step(page.id, () => playPage(labs, page, platform));
			const failed = results.flatMap(({ snippet, faults }) => (faults.length > 0 ? snippet.id : []));
			jumps.push({ page, blocks: jumpsOf(page, new Set(failed)), sound: failed.length === 0 });
			for (const result of results) await keep(result, engine, options.check);
			if (!options.check) await forgetOthers(page);
		}),
	);
	await eachOf(
		jumps.filter(({ blocks }) => blocks.length > 0),
		options.jobs,
		({ page, blocks, sound }) =>
			tried(page, async () => {
				const alone = await progress.step(`${page.id}, block by block`, () => playJumps(labs, page, blocks, platform));
				for (const result of alone) {
					if (result.faults.length > 0) fault(describeFault(result));
					else progress.say(`${page.id}#${result.snippet.id}: ok by itself`);
				}
				const proven = sound && alone.every(({ faults }) => faults.length === 0);
				if (!options.check) await keepProof(page, proven);
			}),
	);
	await labs.close();
	progress.say(`${count(pages.length, 'page')}: ${count(faults, 'fault')}, ${count(changed, 'changed recording')}`);
	return faults > 0 ? 1 : 0;
}

/** Removes the recordings of blocks that the page no longer has. */
async function forgetOthers({ id: page, snippets }: ManifestPage): Promise<void> {
	const gone = await removeOthers(
		page,
		snippets.filter(isRecorded).map(({ id }) => id),
	);
	for (const id of gone) progress.say(`${page}#${id}: its block is gone, and so is its recording`);
}

/** Reports a snippet's result, and saves its recording if that differs from the last one. */
async function keep(result: SnippetResult, engine: string, check: boolean): Promise<void> {
	const { page, id } = result.snippet;
	const report = (what: string) => progress.say(`${page}#${id}: ${what} (${(result.duration / 1000).toFixed(1)} s)`);
	if (result.faults.length > 0) return fault(describeFault(result));
	if (!isRecorded(result.snippet)) return report(`${result.snippet.kind} ok`);
	const fresh = recordingFrom(result, engine);
	const old = recordingOf(page, id);
	const difference = old && (await changes(old, fresh));
	if (old && !difference) return report('ok, unchanged');
	changed += 1;
	report(old ? 'ok, changed:' : 'ok, recorded for the first time');
	for (const line of difference ?? []) console.log(`    ${line}`);
	if (!check) await saveRecording(page, id, fresh);
}

/** @param text a line `file:line: sentence` for each fault, then the block's output */
function fault(text: string): void {
	faults += 1;
	console.log(text);
	if (!process.env.GITHUB_ACTIONS) return;
	for (const [, file = '', line, sentence = ''] of text.matchAll(/^(content\/docs\/[^:]+):(\d+): (.*)/gm))
		console.log(annotation({ file, line: Number(line), sentence }));
}

async function chosen(names: string[]): Promise<ReadPage[]> {
	const all = await readPages(root);
	const ids = all.map(({ page }) => page.id);
	const unknown = names.find((name) => !ids.includes(idOf(name)));
	if (unknown) throw new Refusal(`There is no page ${unknown} with blocks to run; there are: ${ids.join(', ')}.`, 2);
	return names.length === 0 ? all : all.filter(({ page }) => names.map(idOf).includes(page.id));
}

/** The page's id from an id, an address (`/ko/docker0/`), or a file in any language. */
function idOf(name: string): string {
	const path = isAbsolute(name) && existsSync(name) ? relative(root, name) : name;
	return pageOfSource(
		path
			.replaceAll('\\', '/')
			.replace(/^(\.?\/)?(content\/docs\/)?/, '')
			.replace(/\/$/, ''),
		readLanguages(),
	).id;
}

function checked({ operands, jobs, log, ...options }: ReturnType<typeof readOptions<typeof command.options>>): Options {
	const { debian, check } = options;
	const wrong = (clause: string) => wrongOption(command.name, clause);
	if (debian !== undefined && !/^[a-z]+$/.test(debian))
		throw wrong(`--debian needs the name of a release, such as sid, not "${debian}"`);
	if (debian !== undefined && !check) throw wrong('--debian only goes with --check: recordings are of one Docker');
	const most = Number(jobs);
	if (!Number.isInteger(most) || most < 1) throw wrong(`--jobs needs a whole number from 1, not "${jobs}"`);
	return { ...options, pages: operands, jobs: most, log: logLevel(log, wrong) };
}

function count(n: number, what: string): string {
	return `${n} ${what}${n === 1 ? '' : 's'}`;
}
