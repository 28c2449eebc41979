// Which shells the drawer of this page shows: there it answers what programs ask of their terminal, and a block's own
// output leaves that to it.

/** Names of the shells. */
export const shownShells = new Set<string>();

/** Whether this page is the one before the reader's eyes, who may have the same shell in several. */
export function isLookedAt(): boolean {
	return document.visibilityState === 'visible';
}
