// What of ours is on an engine, and how large. An image hands its labels on to whatever is made from it, by anybody: so ours are the
// containers, volumes and networks that name a maker, and the images with a name of ours, or with our label and no name any more.
import type Docker from 'dockerode';
import { REPOSITORY } from '../lab/docker/image.ts';
import { isAlive, LABEL, OWNER_LABEL, unlessGone } from '../lab/docker/labels.ts';
import { within } from '../lab/give-up.ts';

/** On a base image that we made ourselves (base-image.ts); what is made from it inherits it. */
export const BASE_LABEL = 'underbridge.base';

/** One thing of ours. */
export interface Thing {
	what: 'container' | 'volume' | 'network' | 'image';
	/** As the engine knows it. */
	id: string;
	/** For people. */
	name: string;
	/** In bytes; undefined where the engine does not tell. */
	bytes?: number;
	/** Whether a process that runs now, or may run on another machine, made it and uses it. */
	inUse: boolean;
}

/** What containers and volumes take up is found out by looking at all their files; in ms. */
const PATIENCE = 10_000;

/** Bytes by id or name. */
type Sizes = Map<string, number>;

/**
 * Lists what of ours an engine has, containers first, in the order in which it can be removed.
 *
 * An image counts as in use while anything of a living process is there, since its next lab is made from it.
 *
 * @param sizes what containers and volumes take up, from {@link sizesOn}
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

/** What an engine's containers and volumes take up; nothing where that takes too long. `GET /system/df` */
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

/** Containers and volumes that are none of ours. */
export async function countOthers(docker: Docker): Promise<number> {
	const [containers, { Volumes }] = await Promise.all([docker.listContainers({ all: true }), docker.listVolumes()]);
	return [...containers, ...(Volumes ?? [])].filter((thing) => !hasOwner(thing)).length;
}

/** Removes one thing. One that is gone already is removed. @throws the engine's own error */
export async function removeThing(docker: Docker, { what, id }: Thing): Promise<void> {
	if (what === 'container') await unlessGone(docker.getContainer(id).remove({ force: true, v: true }));
	else if (what === 'volume') await unlessGone(docker.getVolume(id).remove());
	else if (what === 'network') await unlessGone(docker.getNetwork(id).remove());
	else await docker.getImage(id).remove();
}

interface Labelled {
	Labels?: Record<string, string> | null;
}

/** Whether a process of ours made it. The lab image has a maker's label without a name. */
function hasOwner({ Labels }: Labelled): boolean {
	return Boolean(Labels?.[OWNER_LABEL]);
}

function isUsed({ Labels }: Labelled): boolean {
	return isAlive(Labels?.[OWNER_LABEL] ?? '');
}

/** The names of an image that are ours, or the image itself where it has lost its names. An image of several names is one size. */
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
