// Installs packages with apt on Debian and Ubuntu, when run as root.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** Whether packages can be installed here: Debian, Ubuntu or a relative, and root. */
export function canInstall(): boolean {
	if (process.geteuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
	const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
	return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
}

/**
 * Installs packages.
 *
 * @param packages apt's package names
 * @param detail receives a line for each step of apt
 * @throws Error with apt's last lines
 */
export async function install(packages: string[], detail: (line: string) => void): Promise<void> {
	// A failed list is often of a third-party repository that is not needed. If it is, the installation fails.
	await aptGet(['update'], detail).catch(() => detail('not every package list could be fetched'));
	await aptGet(['install', '--yes', ...packages], detail);
}

async function aptGet(args: string[], detail: (line: string) => void): Promise<void> {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
	const child = spawn('apt-get', args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
	const lines: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		createInterface(stream).on('line', (line) => {
			lines.push(line);
			if (/^(Fetched|Unpacking|Setting up|Need to get)/.test(line)) detail(line.replace(/ \.\.\.$/, ''));
		});
	}
	const status = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
	if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${lines.slice(-6).join('\n')}`);
}
