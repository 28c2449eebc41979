// The ways into the terminal that every page has: a button in the corner where there are blocks, and Ctrl+`. The terminal
// itself is loaded when it is first opened, or when it was open before a reload.

import { terminalOf } from '../storage-keys.ts';
import { texts } from '../texts/of-head.ts';
import { page, transport } from '../transport/current.ts';

const drawer = () => import('./drawer.ts');

async function toggle(): Promise<void> {
	(await drawer()).toggleTerminal();
}

document.addEventListener('keydown', (event) => {
	// The key, not its character: it is ` in one layout and ₩ in another.
	if (event.code !== 'Backquote' || !event.ctrlKey || event.shiftKey || event.altKey) return;
	event.preventDefault();
	if (transport.state !== 'reading') toggle();
});

if (document.querySelector('run-snippet')) {
	const button = document.createElement('button');
	button.type = 'button';
	button.textContent = texts.terminal;
	button.title = 'Ctrl+`';
	button.setAttribute('aria-keyshortcuts', 'Control+`');
	button.addEventListener('click', toggle);
	const corner = document.createElement('section');
	corner.className = 'terminal-opener';
	corner.ariaLabel = texts.terminal;
	corner.append(button);
	document.body.append(corner);
	transport.listen({
		state: (state) => {
			corner.hidden = state === 'reading' || state === 'connecting';
		},
	});
}

if (sessionStorage.getItem(terminalOf(page))) {
	drawer().then(({ restoreTerminal }) => restoreTerminal());
}
