// `npm run record`: runs pages in fresh labs, says what is not as the page has it, and keeps what the snippets printed.
import { existsSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { annotation } from '../authoring/check/report.ts';
import type { SnippetResult } from '../authoring/prove-page.ts';
import { describeFault, eachOf, labsAtATime, provePage, type ReadPage, readPages } from '../authoring/prove-pages.ts';
import { changes, recordingFrom, recordingOf, removeOthers, saveRecording } from '../authoring/recording-files.ts';
import type { Engine } from '../lab/docker/engine/find.ts';
import type { PrivateEngine } from '../lab/docker/engine/private.ts';
import { readLanguages } from '../languages/on-disk.ts';
import { isRecorded, pageOfSource } from '../snippets/snippet.ts';
import { leaveEngine, obtainEngine } from '../system/obtain-engine.ts';
import { onStop } from '../system/on-stop.ts';
import { prepareLabImage } from '../system/prepare-lab-image.ts';
import { createProgress } from '../system/progress.mjs';
import { Refusal, tell } from '../system/refusal.mjs';
import { root } from '../system/setup.mjs';

const usage = `Usage: npm run record [-- [page…] [options]]

  page         a page's address or file, such as docker0 (all pages unless given)
  --check      only run and compare; write nothing
  --jobs N     so many labs at a time (default: what the machine allows)
  --debian REL with --check: labs made from another release of Debian, such as sid, whose Docker is newer
  --engine URL use this Docker engine, such as unix:///var/run/docker.sock
  --help       show this`;

interface Options {
	pages: string[];
	check: boolean;
	jobs: number;
	debian?: string;
	engine?: string;
	help: boolean;
}

const progress = createProgress();
let engine: Engine | PrivateEngine | undefined;
let faults = 0;
let changed = 0;

const stopping = onStop(() => leaveEngine(engine));
try {
	const options = readOptions(process.argv.slice(2));
	if (options.help) console.log(usage);
	else process.exitCode = await record(options);
} catch (error) {
	if (!stopping.aborted) process.exitCode = tell(error);
}
if (!stopping.aborted) {
	await leaveEngine(engine).catch((error) => {
		process.exitCode = tell(error);
	});
	process.exit();
}

async function record(options: Options): Promise<number> {
	const pages = await chosen(options.pages);
	engine = await obtainEngine({ engine: options.engine, yes: true }, progress);
	if (!engine) return 1;
	const { docker } = engine;
	const image = await prepareLabImage(docker, progress, options.debian);
	await eachOf(pages, options.jobs, async ({ page, findings }) => {
		if (stopping.aborted) return;
		for (const { file, line, sentence } of findings) fault(`${file}:${line}: ${sentence}`);
		if (findings.length > 0) return;
		try {
			const { engine, results } = await progress.step(page.id, () => provePage(docker, image, page));
			for (const result of results) await keep(result, engine, options.check);
			const gone = options.check
				? []
				: await removeOthers(
						page.id,
						page.snippets.filter(isRecorded).map(({ id }) => id),
					);
			for (const id of gone) progress.say(`${page.id}#${id}: its block is gone, and so is its recording`);
		} catch (error) {
			if (!stopping.aborted) fault(`${page.file}:1: ${(error as Error).message}`);
		}
	});
	progress.say(`${count(pages.length, 'page')}: ${count(faults, 'fault')}, ${count(changed, 'changed recording')}`);
	return faults > 0 ? 1 : 0;
}

/** Says how a snippet did, and writes its recording where that says something new. */
async function keep(result: SnippetResult, engine: string, check: boolean): Promise<void> {
	const { page, id } = result.snippet;
	const say = (what: string) => progress.say(`${page}#${id}: ${what} (${(result.duration / 1000).toFixed(1)} s)`);
	if (result.faults.length > 0) return fault(describeFault(result));
	if (!isRecorded(result.snippet)) return say(`${result.snippet.kind} ok`);
	const fresh = recordingFrom(result, engine);
	const old = recordingOf(page, id);
	const difference = old && changes(old, fresh);
	if (old && !difference) return say('ok, unchanged');
	changed += 1;
	say(old ? 'ok, changed:' : 'ok, recorded for the first time');
	for (const line of difference ?? []) console.log(`    ${line}`);
	if (!check) await saveRecording(page, id, fresh);
}

/** @param text has a line `file:line: sentence` for each; what was printed stands below them */
function fault(text: string): void {
	faults += 1;
	console.log(text);
	if (!process.env.GITHUB_ACTIONS) return;
	for (const [, file, line, sentence] of text.matchAll(/^(content\/docs\/[^:]+):(\d+): (.*)/gm))
		console.log(annotation({ file, line: Number(line), sentence }));
}

async function chosen(names: string[]): Promise<ReadPage[]> {
	const all = await readPages(root);
	const ids = all.map(({ page }) => page.id);
	const unknown = names.find((name) => !ids.includes(idOf(name)));
	if (unknown) throw new Refusal(`There is no page ${unknown} with blocks to run; there are: ${ids.join(', ')}.`, 2);
	return names.length === 0 ? all : all.filter(({ page }) => names.map(idOf).includes(page.id));
}

/** The page that is meant by its id, its address (`/ko/docker0/`), or the file of one of its languages. */
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

function readOptions(args: string[]): Options {
	try {
		const { values, positionals } = parseArgs({
			args,
			allowPositionals: true,
			options: {
				check: { type: 'boolean', default: false },
				jobs: { type: 'string', default: String(labsAtATime()) },
				debian: { type: 'string' },
				engine: { type: 'string' },
				help: { type: 'boolean', default: false },
			},
		});
		const { check, debian, engine, help } = values;
		if (debian !== undefined && !/^[a-z]+$/.test(debian))
			throw new Error(`--debian needs the name of a release, such as sid, not "${debian}"`);
		if (debian !== undefined && !check)
			throw new Error('--debian only goes with --check: recordings are of one Docker');
		const jobs = Number(values.jobs);
		if (!Number.isInteger(jobs) || jobs < 1)
			throw new Error(`--jobs needs a whole number from 1, not "${values.jobs}"`);
		return { pages: positionals, check, jobs, debian, engine, help };
	} catch (error) {
		throw new Refusal(`Wrong option: ${(error as Error).message}; see npm run record -- --help.`, 2);
	}
}

function count(n: number, what: string): string {
	return `${n} ${what}${n === 1 ? '' : 's'}`;
}
