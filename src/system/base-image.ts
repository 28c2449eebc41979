// Provides the lab's base image, `debian:trixie-slim` or another release. It pulls from Docker Hub, or, where that is unreachable,
// builds the image from Debian's mirror with mmdebstrap and imports it under the same name.
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

/** Timeout for the registry's first message, in ms. */
const PATIENCE = 15_000;

/**
 * Makes sure that the engine has the base image. If it is there, this is one inspect call.
 *
 * @param detail receives a line for each step
 * @throws Refusal when the image can neither be pulled nor built
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
	await docker.getImage(`${repository}:${tag}`).remove(); // the engine makes an image even of a truncated archive
	throw new Refusal(`mmdebstrap cannot make ${repository}:${tag}: ${lines.slice(-3).join(' ')}`);
}

/** Arguments of mmdebstrap for the same content as the official slim image: a minimal Debian without manuals and translations. */
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
		// Leaves out the machine's own files. policy-rc.d keeps packages from starting services in a container.
		'--customize-hook=rm -f "$1"/etc/resolv.conf "$1"/etc/hostname "$1"/var/log/*.log "$1"/var/log/apt/*',
		'--customize-hook=printf "#!/bin/sh\\nexit 101\\n" > "$1"/usr/sbin/policy-rc.d; chmod 755 "$1"/usr/sbin/policy-rc.d',
		release,
		'-',
		...sourcesFor(machineSources(), machineRelease(), release),
	];
}

/** The machine's own release of Debian. On other systems mmdebstrap uses its default mirror. */
function machineRelease(): string | undefined {
	const facts = readFileSync('/etc/os-release', 'utf8');
	return /^ID=debian$/m.test(facts) ? /^VERSION_CODENAME=(\w+)/m.exec(facts)?.[1] : undefined;
}

/** The machine's apt settings for its mirror: a proxy, or dates that are not checked. Containers need them too. */
function aptSettings(): string[] {
	const settings = spawnSync('apt-config', ['dump', 'Acquire'], { encoding: 'utf8' }).stdout ?? '';
	return settings.match(/^Acquire::(https?::Proxy|Check-Valid-Until|Check-Date) "[^"]+";$/gm) ?? [];
}

/** Reads the engine's progress stream to its end. Errors arrive in the stream, after status 200. */
async function followed(docker: Docker, stream: NodeJS.ReadableStream, onMessage = () => {}): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve()), onMessage);
	});
}

function lastClause(error: unknown): string {
	return (error as Error).message.trim().split(': ').at(-1) ?? '';
}
