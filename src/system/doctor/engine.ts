// The doctor's facts about engines: which one labs run on, why others are not used, and what of ours is there.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findDockerd, privateEngine } from '../../lab/docker/engine/private.ts';
import { hasImage, labImageName } from '../../lab/docker/image.ts';
import { askEngines, type Engines } from '../engines.ts';
import { thingsOfOurs } from '../ours.ts';
import { inWords, sizeOf } from '../sizes.ts';
import { examine, type Fact, type Probe } from './report.ts';

/** Timeout of each probe of an engine; in ms. */
const PATIENCE = 3000;
/** Limit for measuring the private engine's folder; in ms. */
const SIZE_PATIENCE = 2000;

export interface EngineFindings {
	facts: Fact[];
	/** Why no lab can run; undefined where labs can run. */
	obstacle: string | undefined;
}

export async function examineEngines(): Promise<EngineFindings> {
	// Starts now, to run in parallel with the questions to engines.
	const folder = examine([{ what: 'private engine', look: privateFolder }], PATIENCE);
	const engines = await askEngines();
	const { usable, passed } = engines;
	const programs: Fact = [
		'programs',
		`dockerd: ${findDockerd() ?? 'not installed'}; docker: ${onPath('docker') ?? 'not installed'}`,
	];
	const others = [
		...usable
			.slice(1)
			.map(({ source, version }): Fact => [`not taken: ${named(source)}`, `Docker ${version} answers there as well`]),
		...passed.map(({ source, url, why }): Fact => [`passed over: ${named(source)}`, `${url}: ${why}`]),
	];
	const facts = await (usable[0] ? ofEngine(usable[0]) : []);
	return {
		facts: [
			...(usable[0] ? facts : [['engine', 'none that can be used'] as Fact]),
			...others,
			programs,
			...(await folder),
		],
		obstacle: usable[0] ? undefined : obstacle(engines),
	};
}

async function ofEngine({ docker, source, url, version }: Engines['usable'][number]): Promise<Fact[]> {
	const probes: Probe[] = [
		{
			what: 'engine’s settings',
			look: async () => {
				const info = await docker.info();
				const security = (info.SecurityOptions ?? []).map((option: string) =>
					option.replace(/^name=/, '').replaceAll(',', ' '),
				);
				return [
					[
						'engine’s system',
						`${info.OperatingSystem}, kernel ${info.KernelVersion}, ${info.Architecture}, ${info.NCPU} processors`,
					],
					['engine’s memory', inWords({ bytes: info.MemTotal, whole: true })],
					['engine’s storage', `${info.Driver}, in ${info.DockerRootDir}`],
					['engine’s cgroups', `v${info.CgroupVersion ?? '1'}, by ${info.CgroupDriver}`],
					[
						'engine’s security',
						`${security.join('; ') || 'none'}; ${security.includes('rootless') ? 'rootless' : 'not rootless'}`,
					],
				];
			},
		},
		{
			what: 'lab image',
			look: async () => {
				const image = await labImageName();
				const there = await hasImage(docker, image);
				return [['lab image', `${image}: ${there ? 'there' : 'not there yet; npm start makes it'}`]];
			},
		},
		{
			what: 'ours on the engine',
			look: async () => {
				const things = await thingsOfOurs(docker);
				const counts = Object.entries(Object.groupBy(things, ({ what }) => what)).map(([what, some = []]) => {
					const used = some.filter(({ inUse }) => inUse).length;
					const bytes = some.reduce((sum, thing) => sum + (thing.bytes ?? 0), 0);
					return `${some.length} ${what}${some.length === 1 ? '' : 's'} (${used} in use${bytes ? `, ${inWords({ bytes, whole: true })}` : ''})`;
				});
				return [['ours on the engine', counts.join('; ') || 'nothing']];
			},
		},
	];
	return [['engine', `Docker ${version} from ${named(source)}, ${url}`], ...(await examine(probes, PATIENCE))];
}

async function privateFolder(): Promise<Fact[]> {
	const own = privateEngine();
	if (!own) return [['private engine', 'none']];
	const size = inWords(await sizeOf(own.folder, SIZE_PATIENCE));
	return [
		['private engine', `${own.folder}, ${size}; ${own.running ? `runs, used by ${own.users.length}` : 'does not run'}`],
	];
}

function obstacle({ passed }: Engines): string {
	const advice =
		findDockerd() && process.geteuid?.() === 0
			? 'npm start starts a private one'
			: findDockerd()
				? 'start Docker, or join the group docker'
				: 'npm start says how to get one';
	return `no Docker engine that can be used answers (${passed.length} asked): ${advice}.`;
}

/** Hides the name of a Docker context, which may be private, such as a machine's name. */
function named(source: string): string {
	return source.replace(/^docker context ".*"$/s, 'the current docker context');
}

function onPath(program: string): string | undefined {
	return (process.env.PATH ?? '')
		.split(delimiter)
		.map((folder) => join(folder, program))
		.find((path) => {
			try {
				accessSync(path, constants.X_OK);
				return true;
			} catch {
				// The program is not in this folder.
				return false;
			}
		});
}
