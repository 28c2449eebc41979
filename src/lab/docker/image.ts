// Makes the lab image on the outer engine: builds the Dockerfile, prepares the inner images in one lab, and tags the result
// with a hash of its inputs.
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

/** Receives a short line of text at each step of the build. */
export type BuildProgress = (line: string) => void;

const CONTEXT = fileURLToPath(new URL('image', import.meta.url));
/** The repository of every lab image: its name without the tag. */
export const REPOSITORY = 'underbridge-lab';
/** The Debian release that the lab is built on; it determines the lab's Docker version. */
export const RELEASE = 'trixie';
/** The base image that every lab has inside. */
const BASE = `debian:${RELEASE}-slim`;
/** The age at which an unused lab image is removed; in seconds. */
const SUPERSEDED_AFTER = 24 * 3600;

/**
 * Makes the lab image if the engine does not have it yet.
 *
 * @param release another Debian release, to try its Docker
 * @returns The image's name: `underbridge-lab:` and twelve hex digits, a hash of the image's inputs.
 * @throws LabError `image-failed` when a step of the build fails, with the last lines of output; `start-failed` when the
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

/** The lab image's name, whether or not the engine has the image. */
export async function labImageName(release = RELEASE): Promise<string> {
	return `${REPOSITORY}:${await contextHash(release)}`;
}

/** A hash of the build's inputs: the release, and the name and content of every file of the context. */
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
	// The files' owners here mean nothing to the engine: root owns them in the image. The Dockerfile sets the modes.
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

/** Describes each instruction of a Dockerfile by the comment above it. */
export function describeSteps(dockerfile: string): string[] {
	const lines = dockerfile.split('\n');
	return lines.flatMap((line, index) => {
		if (!/^[A-Z]+ /.test(line)) return [];
		const above = lines[index - 1] ?? '';
		return [above.startsWith('# ') ? above.slice(2) : line];
	});
}

/** Commits an image whose labs start with the inner images already loaded. */
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
		// The inner engine's store reaches the image through a container that never runs.
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
 * Removes earlier lab images and the remains of their builds, except those in use and recent ones: recent images speed up the
 * next build, and another clone may use them on this engine.
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
