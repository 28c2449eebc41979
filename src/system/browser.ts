// Opens the reader's browser if there is a desktop.
import { causeOf, type Tell } from '../telemetry/events.ts';

/** Whether this process has a desktop. CI has none, and SSH only with a display. */
export function hasDesktop(env: NodeJS.ProcessEnv = process.env, platform = process.platform): boolean {
	if (env.CI) return false;
	if (platform === 'win32') return true;
	if (platform === 'darwin') return !env.SSH_CONNECTION;
	return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Opens a page in the default browser. A failure is only logged, because the terminal shows the address too. */
export async function openBrowser(url: string, tell: Tell): Promise<void> {
	const failed = (error: unknown) => tell({ type: 'browser-not-opened', why: causeOf(error) });
	// Imported late: the doctor imports this module where no package is installed.
	const { default: open } = await import('open');
	const child = await open(url).catch(failed);
	child?.on('error', failed);
}
