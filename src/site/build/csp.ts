// The Content Security Policy of each built page, as a meta element: nothing runs but our own files and the inline
// scripts that the build itself put there, named by hash. The companion adds what only a header can say.
import { createHash } from 'node:crypto';
import { glob, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

const charset = '<meta charset="utf-8"/>';

/**
 * The policy for a page's HTML. Pagefind's WebAssembly needs `wasm-unsafe-eval`. Styles are open: Shiki writes style
 * attributes, and xterm.js makes style elements while it runs; neither can be named by hash. `connect-src 'self'` covers the WebSocket
 * of the same origin (CSP3, "match schemes").
 */
export function contentSecurityPolicy(html: string): string {
	const scripts = hashes(html, /<script(?![^>]*\ssrc=)[^>]*>(.*?)<\/script>/gs);
	return [
		"default-src 'self'",
		"connect-src 'self'",
		"img-src 'self' data:",
		"object-src 'none'",
		"base-uri 'none'",
		"form-action 'none'",
		["script-src 'self' 'wasm-unsafe-eval'", ...scripts].join(' '),
		"style-src 'self' 'unsafe-inline'",
	].join('; ');
}

/** Writes the policy into every page after the build. */
export function csp(): AstroIntegration {
	return {
		name: 'underbridge-csp',
		hooks: {
			'astro:build:done': async ({ dir }) => {
				const folder = fileURLToPath(dir);
				for await (const path of glob('**/*.html', { cwd: folder })) {
					const file = join(folder, path);
					const html = await readFile(file, 'utf8');
					if (!html.includes(charset)) throw new Error(`${path} has no ${charset} to put its policy behind.`);
					// Behind the charset, which must stand in the first 1024 bytes.
					const meta = `<meta http-equiv="content-security-policy" content="${contentSecurityPolicy(html)}"/>`;
					await writeFile(
						file,
						html.replace(charset, () => charset + meta),
					);
				}
			},
		},
	};
}

function hashes(html: string, element: RegExp): Set<string> {
	return new Set(
		[...html.matchAll(element)].map(
			([, content]) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`,
		),
	);
}
