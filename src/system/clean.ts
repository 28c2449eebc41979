// Lists what Underbridge has on this machine, with sizes and a way to remove it: things on the engines, the private engine's folder,
// and generated folders of the project. Things in use and things of others are kept.
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { endPrivateEngine, type PrivateEngineState } from '../lab/docker/engine/private.ts';
import { askEngines, type Engines } from './engines.ts';
import { countOthers, removeThing, sizesOn, type Thing, thingsOfOurs } from './ours.ts';
import { root } from './setup.mjs';
import { inWords, MADE_HERE, sizeOf } from './sizes.ts';

export interface Item {
	name: string;
	size: string | undefined;
	/** Why it is kept; undefined where it can be removed. */
	kept: string | undefined;
	/** @throws Error with the reason when it cannot be removed */
	remove: () => Promise<void>;
}

export interface Group {
	/** The engine or folder that the items are in. */
	place: string;
	items: Item[];
}

/** Limit for measuring one folder; in ms. */
const PATIENCE = 10_000;
const IN_USE = 'a companion that runs now uses it';

/**
 * Finds everything of ours, in the order in which it can be removed.
 * @param engine the only address to ask, besides the private engine's
 */
export async function survey(engine?: string): Promise<Group[]> {
	const engines = await askEngines(engine);
	const onEngines = await Promise.all(
		engines.usable.map(async (usable) => {
			const things = await thingsOfOurs(usable.docker, await sizesOn(usable.docker));
			return { ...usable, things };
		}),
	);
	const own = engines.own && (await privateFolder(engines.own, onEngines));
	// Removing the private engine's folder removes everything on that engine.
	const apart = onEngines.filter(({ url }) => !own || own.items[0]?.kept !== undefined || url !== engines.own?.url);
	const commands = commandsHere();
	const groups = apart.map(({ docker, source, version, url, things }) => {
		// A companion without a lab still needs the image for its next one.
		const users = commands || (url === engines.own?.url && engines.own.users.length > 0);
		const used = (thing: Thing) => thing.inUse || (thing.what === 'image' && users === true);
		const items = things.map((thing) => ofEngine(thing, used(thing), () => removeThing(docker, thing)));
		return { place: `Docker ${version} from ${source}`, items };
	});
	const inUse = commands ?? onEngines.some(({ things }) => things.some((thing) => thing.inUse));
	return [...groups, ...(own ? [own] : []), await inProject(inUse)].filter(({ items }) => items.length > 0);
}

function ofEngine({ what, name, bytes }: Thing, inUse: boolean, remove: () => Promise<void>): Item {
	const size = bytes === undefined ? undefined : inWords({ bytes, whole: true });
	return {
		name: `${what} ${name}`,
		size,
		kept: inUse ? IN_USE : undefined,
		remove,
	};
}

type Surveyed = Engines['usable'][number] & { things: Thing[] };

async function privateFolder(own: PrivateEngineState, engines: Surveyed[]): Promise<Group> {
	const { folder, running, run } = own;
	const item: Item = {
		name: running ? `${folder}, and the engine that runs in it` : folder,
		size: inWords(await sizeOf(folder, PATIENCE)),
		kept: await whyKept(
			own,
			engines.find(({ url }) => url === own.url),
		),
		remove: async () => {
			if (!(await endPrivateEngine(folder))) throw new Error('its engine has not ended');
			await removeFolder(folder);
			// The sockets are in another folder if this path is too long for them.
			if (run !== folder) await removeFolder(run);
		},
	};
	return { place: 'the private engine', items: [item] };
}

async function whyKept(
	{ running, users, folder }: PrivateEngineState,
	engine: Surveyed | undefined,
): Promise<string | undefined> {
	if (users.length > 0) return IN_USE;
	if (!running) return mountsBelow(folder).length > 0 && !isRoot() ? 'only root can remove it' : whyNotRoots(folder);
	if (!engine) return 'its engine runs and does not answer';
	if (engine.things.some(({ inUse }) => inUse)) return IN_USE;
	const others = await countOthers(engine.docker);
	return others > 0 ? `containers or volumes in it are not Underbridge’s (${others})` : whyNotRoots(folder);
}

/** An engine's files belong to root. */
function whyNotRoots(folder: string): string | undefined {
	return isRoot() || !existsSync(join(folder, 'data')) ? undefined : 'only root can remove it';
}

function isRoot(): boolean {
	return process.geteuid?.() === 0;
}

async function inProject(inUse: boolean): Promise<Group> {
	const names = MADE_HERE.filter((name) => existsSync(join(root, name)));
	const items = names.map(async (name) => ({
		name,
		size: inWords(await sizeOf(join(root, name), PATIENCE)),
		kept: inUse ? 'a command of this project runs now' : undefined,
		remove: () => removeFolder(join(root, name)),
	}));
	return { place: 'the project’s folder', items: await Promise.all(items) };
}

/** Removes a folder unless something is mounted in it: the mount is somebody else's, or a running engine's. */
async function removeFolder(folder: string): Promise<void> {
	const [mount] = mountsBelow(folder);
	if (mount) throw new Error(`something is mounted in it: ${mount}`);
	await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** The mount points below a folder: field 5 of `man 5 proc_pid_mountinfo`, where blanks are octal escapes. */
function mountsBelow(folder: string): string[] {
	if (process.platform !== 'linux') return [];
	const lines = readFileSync('/proc/self/mountinfo', 'utf8').trimEnd().split('\n');
	return lines
		.map((line) =>
			(line.split(' ')[4] ?? '').replaceAll(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8))),
		)
		.filter((point) => point.startsWith(`${folder}/`));
}

/** Whether a command of this project runs; undefined where there is no /proc to tell. */
function commandsHere(): boolean | undefined {
	if (process.platform !== 'linux') return undefined;
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
		.some((pid) => {
			try {
				const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
				const isOurs = words.some((word) => /^src\/commands\/(serve|dev|record|build|check)\.ts$/.test(word));
				return isOurs && readlinkSync(`/proc/${pid}/cwd`) === root;
			} catch {
				// The process has ended, or is another user's.
				return false;
			}
		});
}
