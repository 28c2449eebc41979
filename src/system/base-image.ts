// Sees to it that the engine has `debian:trixie-slim`, which the lab's Dockerfile begins with, or another release: from Docker Hub, or, where that
// cannot be reached, made with mmdebstrap from Debian's mirror and imported under the same name.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type Docker from 'dockerode';
import { hasImage, RELEASE } from '../lab/docker/image.ts';
import { canInstall, install } from './apt.ts';
import { machineSources, sourcesFor } from './apt-sources.ts';
import { BASE_LABEL } from './ours.ts';
import { Refusal } from './refusal.mjs';

const repository = 'debian';

/** How long the registry may take to say its first word, in ms. */
const PATIENCE = 15_000;

/**
 * Makes sure that the engine has the base image. Does nothing but one inspect when it is there.
 *
 * @param detail gets what is being done, a line at a time
 * @throws Refusal when it can neither be pulled nor made
 */
export async function ensureBaseImage(
	docker: Docker,
	detail: (line: string) => void,
	release = RELEASE,
): Promise<void> {
	const tag = `${release}-slim`;
	if (await hasImage(docker, `${repository}:${tag}`)) return;
	try {
		detail(`pulling ${repository}:${tag} from Docker Hub`);
		await pull(docker, tag);
	} catch (error) {
		detail(`Docker Hub cannot be reached (${lastClause(error)}): making the image from Debian's mirror`);
		await make(docker, release, tag, detail);
	}
}

async function pull(docker: Docker, tag: string): Promise<void> {
	const silence = new AbortController();
	const timer = setTimeout(() => silence.abort(new Error(`no answer within ${PATIENCE / 1000} s`)), PATIENCE);
	try {
		const stream = await docker.createImage({ fromImage: repository, tag, abortSignal: silence.signal });
		await followed(docker, stream, () => clearTimeout(timer));
	} catch (error) {
		throw silence.signal.aborted ? silence.signal.reason : error;
	} finally {
		clearTimeout(timer);
	}
}

async function make(docker: Docker, release: string, tag: string, detail: (line: string) => void): Promise<void> {
	if (!existsSync('/usr/bin/mmdebstrap')) {
		if (!canInstall()) {
			throw new Refusal(
				`The image ${repository}:${tag} is missing: give the engine a way to Docker Hub, or install mmdebstrap so that it can be made.`,
			);
		}
		await install(['mmdebstrap'], detail);
	}
	const mmdebstrap = spawn('mmdebstrap', debianSlim(release), { stdio: ['ignore', 'pipe', 'pipe'] });
	const ended = new Promise((resolve, reject) => mmdebstrap.once('error', reject).once('close', resolve));
	const lines: string[] = [];
	createInterface(mmdebstrap.stderr).on('line', (line) => {
		lines.push(line);
		const part = /^I: ((?:running apt|downloading|extracting|installing|creating).*?)\.*$/.exec(line)?.[1];
		if (part) detail(part);
	});
	const imported = docker
		.importImage(mmdebstrap.stdout, { repo: repository, tag, changes: ['CMD ["bash"]', `LABEL ${BASE_LABEL}=made`] })
		.then((stream) => followed(docker, stream));
	const [status] = await Promise.all([ended, imported]);
	if (status === 0) return;
	await docker.getImage(`${repository}:${tag}`).remove(); // half an archive is an image to the engine
	throw new Refusal(`mmdebstrap cannot make ${repository}:${tag}: ${lines.slice(-3).join(' ')}`);
}

/** The arguments of mmdebstrap for what Docker's official slim image is: a minimal Debian without manuals and translations. */
function debianSlim(release: string): string[] {
	const unwanted = [
		'/usr/share/doc/*',
		'/usr/share/man/*',
		'/usr/share/info/*',
		'/usr/share/locale/*',
		'/usr/share/groff/*',
	];
	return [
		'--variant=minbase',
		...unwanted.map((path) => `--dpkgopt=path-exclude=${path}`),
		'--dpkgopt=path-include=/usr/share/doc/*/copyright',
		'--aptopt=Acquire::Languages "none"',
		...aptSettings().map((setting) => `--aptopt=${setting}`),
		// What belongs to the machine stays out; a service that is installed in a container is not to be started.
		'--customize-hook=rm -f "$1"/etc/resolv.conf "$1"/etc/hostname "$1"/var/log/*.log "$1"/var/log/apt/*',
		'--customize-hook=printf "#!/bin/sh\\nexit 101\\n" > "$1"/usr/sbin/policy-rc.d; chmod 755 "$1"/usr/sbin/policy-rc.d',
		release,
		'-',
		...sourcesFor(machineSources(), machineRelease(), release),
	];
}

/** The machine's own release of Debian. Elsewhere mmdebstrap knows a mirror by itself. */
function machineRelease(): string | undefined {
	const facts = readFileSync('/etc/os-release', 'utf8');
	return /^ID=debian$/m.test(facts) ? /^VERSION_CODENAME=(\w+)/m.exec(facts)?.[1] : undefined;
}

/** The machine's way to its mirror: a proxy, or a mirror whose dates are not to be checked. Containers need it as well. */
function aptSettings(): string[] {
	const settings = spawnSync('apt-config', ['dump', 'Acquire'], { encoding: 'utf8' }).stdout ?? '';
	return settings.match(/^Acquire::(https?::Proxy|Check-Valid-Until|Check-Date) "[^"]+";$/gm) ?? [];
}

/** Reads the engine's report to its end. An error in it comes as a message after status 200. */
async function followed(docker: Docker, stream: NodeJS.ReadableStream, onMessage = () => {}): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve()), onMessage);
	});
}

function lastClause(error: unknown): string {
	return (error as Error).message.trim().split(': ').at(-1) ?? '';
}
