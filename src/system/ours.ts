// Finds what of ours is on an engine, with sizes. Anything made from our image inherits its labels, so labels alone do not decide.
// Ours are containers, volumes and networks with an owner, and images with our name, or with our label and no name.
import type Docker from 'dockerode';
import { REPOSITORY } from '../lab/docker/image.ts';
import { isAlive, LABEL, OWNER_LABEL, unlessGone } from '../lab/docker/labels.ts';
import { within } from '../lab/give-up.ts';

/** Label of a base image that we built (base-image.ts). Images made from it inherit it. */
export const BASE_LABEL = 'underbridge.base';

/** One thing of ours. */
export interface Thing {
	what: 'container' | 'volume' | 'network' | 'image';
	/** The engine's id for it: an id, a name or a tag. */
	id: string;
	/** For display. */
	name: string;
	/** Size; undefined where the engine does not report it. */
	bytes?: number;
	/** Whether its owner is a process that runs, or may run on another machine. */
	inUse: boolean;
}

/** Timeout of `GET /system/df`, for which the engine reads the size of every file; in ms. */
const PATIENCE = 10_000;

/** Bytes by id or name. */
type Sizes = Map<string, number>;

/**
 * Lists what of ours an engine has, in the order in which it can be removed: containers first.
 *
 * Images count as in use while anything else of ours is, because the next lab is made from them.
 *
 * @param sizes sizes of containers and volumes, from {@link sizesOn}
 */
export async function thingsOfOurs(docker: Docker, sizes: Sizes = new Map()): Promise<Thing[]> {
	const filters = { label: [LABEL] };
	const [containers, { Volumes }, networks, images] = await Promise.all([
		docker.listContainers({ all: true, filters }),
		docker.listVolumes({ filters }),
		docker.listNetworks({ filters }),
		docker.listImages(),
	]);
	const made: Thing[] = [
		...containers.filter(hasOwner).map((container) => ({
			what: 'container' as const,
			id: container.Id,
			name: `${container.Labels[LABEL]} ${container.Id.slice(0, 12)}`,
			bytes: sizes.get(container.Id),
			inUse: isUsed(container),
		})),
		...(Volumes ?? []).filter(hasOwner).map((volume) => ({
			what: 'volume' as const,
			id: volume.Name,
			name: volume.Name.slice(0, 12),
			bytes: sizes.get(volume.Name),
			inUse: isUsed(volume),
		})),
		...networks.filter(hasOwner).map((network) => ({
			what: 'network' as const,
			id: network.Id,
			name: network.Name,
			inUse: isUsed(network),
		})),
	];
	const inUse = made.some((thing) => thing.inUse);
	return [...made, ...images.flatMap(namesOfOurs).map((image) => ({ ...image, what: 'image' as const, inUse }))];
}

/** Sizes of an engine's containers and volumes (`GET /system/df`); empty where that takes too long. */
export async function sizesOn(docker: Docker): Promise<Sizes> {
	const usage: {
		Containers?: { Id: string; SizeRw?: number }[] | null;
		Volumes?: { Name: string; UsageData?: { Size: number } | null }[] | null;
	} = await within(PATIENCE, docker.df(), () => new Error('it takes too long')).catch(() => ({}));
	const containers = (usage.Containers ?? []).map(({ Id, SizeRw = 0 }) => [Id, SizeRw] as const);
	const volumes = (usage.Volumes ?? []).flatMap(({ Name, UsageData }) =>
		UsageData && UsageData.Size >= 0 ? [[Name, UsageData.Size] as const] : [],
	);
	return new Map([...containers, ...volumes]);
}

/** The number of containers and volumes that are not ours. */
export async function countOthers(docker: Docker): Promise<number> {
	const [containers, { Volumes }] = await Promise.all([docker.listContainers({ all: true }), docker.listVolumes()]);
	return [...containers, ...(Volumes ?? [])].filter((thing) => !hasOwner(thing)).length;
}

/** Removes one thing. A container, volume or network may be gone already. @throws the engine's own error */
export async function removeThing(docker: Docker, { what, id }: Thing): Promise<void> {
	if (what === 'container') await unlessGone(docker.getContainer(id).remove({ force: true, v: true }));
	else if (what === 'volume') await unlessGone(docker.getVolume(id).remove());
	else if (what === 'network') await unlessGone(docker.getNetwork(id).remove());
	else await docker.getImage(id).remove();
}

interface Labelled {
	Labels?: Record<string, string> | null;
}

/** Whether a process of ours made it. The lab image has an empty owner label, which anything made from it inherits. */
function hasOwner({ Labels }: Labelled): boolean {
	return Boolean(Labels?.[OWNER_LABEL]);
}

function isUsed({ Labels }: Labelled): boolean {
	return isAlive(Labels?.[OWNER_LABEL] ?? '');
}

/** An image's names that are ours, or its id where it has no name. Only the first name counts the size. */
function namesOfOurs({ Id, RepoTags, Labels, Size }: Docker.ImageInfo): Pick<Thing, 'id' | 'name' | 'bytes'>[] {
	const tags = (RepoTags ?? []).filter((tag) => tag !== '<none>:<none>');
	if (tags.length === 0) {
		return Labels?.[LABEL] === undefined
			? []
			: [{ id: Id, name: `${Id.slice(7, 19)}, which has lost its name`, bytes: Size }];
	}
	const ours = tags.filter(
		(tag) => tag.startsWith(`${REPOSITORY}:`) || (Labels?.[BASE_LABEL] !== undefined && /^debian:\w+-slim$/.test(tag)),
	);
	return ours.map((tag, index) => ({ id: tag, name: tag, bytes: index === 0 ? Size : 0 }));
}
