// Opens the reader's browser, where there is a desktop to open it on.
import { causeOf, type Tell } from '../telemetry/events.ts';

/** Whether somebody sits before a desktop: not in CI, not over SSH without a display. */
export function hasDesktop(env: NodeJS.ProcessEnv = process.env, platform = process.platform): boolean {
	if (env.CI) return false;
	if (platform === 'win32') return true;
	if (platform === 'darwin') return !env.SSH_CONNECTION;
	return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Opens a page in the default browser. That it fails is no misfortune: the address is on the terminal too. */
export async function openBrowser(url: string, tell: Tell): Promise<void> {
	const failed = (error: unknown) => tell({ type: 'browser-not-opened', why: causeOf(error) });
	// Not before it is wanted: the doctor asks for the desktop where no package is installed.
	const { default: open } = await import('open');
	const child = await open(url).catch(failed);
	child?.on('error', failed);
}
