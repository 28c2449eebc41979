// Stands in for Pagefind's interface, which Starlight makes on every page as soon as the browser is idle: loads the real one,
// 26 KB, when a reader opens the search (see the alias in astro.config.mjs).

/** What Starlight hands to Pagefind's interface; `element` is where it goes, inside of a dialog. */
interface SearchOptions {
	element: string;
	[option: string]: unknown;
}

export class PagefindUI {
	constructor(options: SearchOptions) {
		const dialog = document.querySelector(options.element)?.closest('dialog');
		if (!dialog) return;
		const openings = new MutationObserver(load);
		openings.observe(dialog, { attributeFilter: ['open'] });
		if (dialog.open) load();

		async function load(): Promise<void> {
			openings.disconnect();
			// @ts-expect-error The package has no types.
			const real = await import('@pagefind/default-ui/npm_dist/mjs/ui-core.mjs');
			new real.PagefindUI(options);
			dialog?.querySelector('input')?.focus();
		}
	}
}
