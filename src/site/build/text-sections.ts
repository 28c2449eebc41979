// Lets the page load one section of a language's texts: `en.json?section=notes` is a module of its own, with `notes` as its
// default export. All of a plain .json goes into one file, however little of it the first part that loads it needs.
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

/** The plugin for Vite, in astro.config.mjs and vitest.config.ts. */
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
