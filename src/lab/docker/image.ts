// Makes the lab's image on the outer engine: builds the Dockerfile, lets one lab of it prepare the inner images, and keeps
// the result under a name that says what it was made from.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type Docker from 'dockerode';
import { pack } from 'tar-fs';
import { LabError } from '../errors.ts';
import { DockerLab } from './docker-lab.ts';
import { instanceId, LABEL, labels, OWNER_LABEL, unlessGone } from './labels.ts';

/** Gets a short line for people whenever the making gets a step further. */
export type BuildProgress = (line: string) => void;

const CONTEXT = fileURLToPath(new URL('image', import.meta.url));
/** The name of every lab image, before its tag. */
export const REPOSITORY = 'underbridge-lab';
/** The release of Debian that the lab is built on; with it comes the lab's Docker. */
export const RELEASE = 'trixie';
/** The image that readers find inside. */
const BASE = `debian:${RELEASE}-slim`;
/** In seconds. */
const SUPERSEDED_AFTER = 24 * 3600;

/**
 * Gives the name of the lab's image, and makes the image where the engine does not have it.
 *
 * @param release another release of Debian, whose Docker is to be tried
 * @returns `underbridge-lab:` and twelve hex digits of the image's inputs.
 * @throws LabError `image-failed` when a step of the build fails, with the last lines that were printed; `start-failed` when the
 * engine cannot run a lab
 */
export async function ensureLabImage(docker: Docker, progress: BuildProgress, release = RELEASE): Promise<string> {
	const image = await labImageName(release);
	if (await hasImage(docker, image)) return image;
	const plain = `${image}-plain`;
	await build(docker, plain, release, progress);
	progress('preparing the images of a fresh lab');
	await bake(docker, plain, image);
	await unlessGone(docker.getImage(plain).remove());
	await removeSuperseded(docker, image);
	return image;
}

/** The name of the lab's image, whether the engine has it or not. */
export async function labImageName(release = RELEASE): Promise<string> {
	return `${REPOSITORY}:${await contextHash(release)}`;
}

/** A hash of the build's inputs: the release, and every file of the context, its name and content. */
async function contextHash(release: string): Promise<string> {
	const hash = createHash('sha256').update(`${release}\0`);
	const entries = await readdir(CONTEXT, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
	for (const file of files.sort())
		hash
			.update(`${file.slice(CONTEXT.length)}\0`)
			.update(await readFile(file))
			.update('\0');
	return hash.digest('hex').slice(0, 12);
}

/** Whether the engine has an image of that name. */
export async function hasImage(docker: Docker, image: string): Promise<boolean> {
	return docker
		.getImage(image)
		.inspect()
		.then(
			() => true,
			(error) => {
				if (error.statusCode === 404) return false;
				throw error;
			},
		);
}

async function build(docker: Docker, tag: string, release: string, progress: BuildProgress): Promise<void> {
	const steps = describeSteps(await readFile(join(CONTEXT, 'Dockerfile'), 'utf8'));
	// The builder runs as the engine's root whatever the files' owners here are, and modes are set by the Dockerfile.
	const context = pack(CONTEXT, { map: (header) => ({ ...header, uid: 0, gid: 0 }) });
	const stream = await docker.buildImage(context as unknown as NodeJS.ReadableStream, {
		t: tag,
		forcerm: true,
		buildargs: { RELEASE: release },
	});
	const printed: string[] = [];
	for await (const line of createInterface({ input: stream })) {
		const event: { stream?: string; error?: string } = JSON.parse(line);
		const step = event.stream?.match(/^Step (\d+)\/(\d+) :/);
		if (step) progress(`step ${step[1]}/${step[2]}: ${steps[Number(step[1]) - 1]}`);
		if (event.stream?.trim()) printed.push(event.stream.trim());
		if (event.error)
			throw new LabError(
				'image-failed',
				`The lab image could not be built: ${event.error}\n${lastLines(printed.join('\n'))}`,
			);
	}
}

function lastLines(text: string): string {
	return text.trimEnd().split('\n').slice(-15).join('\n');
}

/** What each instruction of a Dockerfile does, in the words of the comment above it. */
export function describeSteps(dockerfile: string): string[] {
	const lines = dockerfile.split('\n');
	return lines.flatMap((line, index) => {
		if (!/^[A-Z]+ /.test(line)) return [];
		const above = lines[index - 1] ?? '';
		return [above.startsWith('# ') ? above.slice(2) : line];
	});
}

/** Turns the built image into one whose labs have images of their own from the start. */
async function bake(docker: Docker, plain: string, image: string): Promise<void> {
	const lab = await DockerLab.start(docker, {
		image: plain,
		owner: instanceId(),
		kind: 'bake',
		data: 2 ** 31,
		memory: 2 ** 32,
	});
	try {
		await load(docker, lab);
		const script = await readFile(join(CONTEXT, 'bake.sh'), 'utf8');
		const store = await lab.spawn(['bash', '-c', script]);
		const complaint = collect(store.stderr);
		// A container that never runs carries the store into the image.
		const carrier = await docker.createContainer({ Image: plain, Labels: labels('bake') });
		try {
			await carrier.putArchive(store.stdout, { path: '/lab/seed' });
			if ((await store.exit) !== 0)
				throw new LabError('image-failed', `The lab's images could not be prepared: ${lastLines(await complaint)}`);
			const [repo, tag] = image.split(':');
			await carrier.commit({ repo, tag, Labels: { [LABEL]: 'image', [OWNER_LABEL]: '' } });
		} finally {
			await unlessGone(carrier.remove({ force: true }));
		}
	} finally {
		await lab.remove();
	}
}

/** Copies the base image from the outer engine into the inner one. */
async function load(docker: Docker, lab: DockerLab): Promise<void> {
	const loading = await lab.spawn(['docker', 'load']);
	const complaint = collect(loading.stderr);
	loading.stdout.resume();
	(await docker.getImage(BASE).get()).pipe(loading.stdin);
	if ((await loading.exit) !== 0)
		throw new LabError('image-failed', `${BASE} could not be copied into the lab: ${lastLines(await complaint)}`);
}

async function collect(stream: Readable): Promise<string> {
	let text = '';
	for await (const bytes of stream) text = (text + bytes).slice(-2000);
	return text;
}

/**
 * Removes earlier lab images and what is left of their builds, but for those in use, and young ones: they make the next
 * build quick, and another clone on this engine may want them.
 */
async function removeSuperseded(docker: Docker, image: string): Promise<void> {
	const images = await docker.listImages({ filters: { label: [LABEL] } });
	const old = images.filter(({ Created }) => Date.now() / 1000 - Created > SUPERSEDED_AFTER);
	const names = old.flatMap(({ Id, RepoTags }) => {
		if (RepoTags?.[0]?.startsWith(`${REPOSITORY}:`)) return RepoTags;
		// An image that somebody made from ours has its label as well, and a name of its own.
		return !RepoTags?.[0] || RepoTags[0] === '<none>:<none>' ? [Id] : [];
	});
	const superseded = names.filter((name) => name !== image);
	await Promise.all(superseded.map((name) => unlessGone(docker.getImage(name).remove())));
}
