// A site that a host serves from below its root, such as a project's page on GitHub. Pages and components write their links from
// the site's root (/docker0/), and here these get the base in front of them. What Astro and Starlight write has it already.
import { existsSync } from 'node:fs';
import { glob, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

/** Elements that lead to, or show, something of the site; attributes hold no unescaped quote of their own kind. */
const element = /<(?:a|area|audio|embed|iframe|image|img|link|source|track|use|video)\s[^>]*>/g;
const fromRoot = /(?<=\s(?:href|src|poster)=")\/(?!\/)[^"]*/g;

/** @param base as Astro has it, e.g. `/underbridge`; a slash at its end makes no difference */
export function withBase(html: string, base: string): string {
	const prefix = base.replace(/\/$/, '');
	return html.replaceAll(element, (tag) =>
		tag.replaceAll(fromRoot, (url) => (url === prefix || url.startsWith(`${prefix}/`) ? url : prefix + url)),
	);
}

/** The integration for `astro.config.mjs`. */
export function base(): AstroIntegration {
	let path = '';
	return {
		name: 'underbridge-base',
		hooks: {
			'astro:config:done': ({ config }) => {
				path = config.base;
			},
			'astro:build:done': async ({ dir }) => {
				if (path.replaceAll('/', '') === '') return;
				const folder = fileURLToPath(dir);
				// Whether a link has the base already could not be told.
				if (existsSync(join(folder, path))) throw new Error(`The base ${path} is the address of a page as well.`);
				for await (const name of glob('**/*.html', { cwd: folder })) {
					const file = join(folder, name);
					await writeFile(file, withBase(await readFile(file, 'utf8'), path));
				}
			},
		},
	};
}
