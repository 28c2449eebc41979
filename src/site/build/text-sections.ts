// Lets the page import one section of a language's texts: `en.json?section=notes` is its own module, with `notes` as the default
// export. A plain .json import would put all texts into one chunk.
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

/** The Vite plugin for astro.config.mjs and vitest.config.ts. */
export function textSections(): Plugin {
	return {
		name: 'underbridge-text-sections',
		enforce: 'pre',
		async load(id) {
			const [, file, section = ''] = /^(.+\/content\/i18n\/[^/?]+\.json)\?(?:.*&)?section=(\w+)/.exec(id) ?? [];
			if (!file) return undefined;
			this.addWatchFile(file);
			const texts = JSON.parse(await readFile(file, 'utf8'));
			return { code: `export default ${JSON.stringify(texts[section])};`, moduleType: 'js', map: null };
		},
	};
}
