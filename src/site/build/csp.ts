// The Content Security Policy of each built page, as a meta element: nothing runs but our own files and the inline
// scripts that the build itself put there, named by hash. The companion adds what only a header can say.
import { createHash } from 'node:crypto';
import { attribute, type BuiltPage, type Edit, insertBehindTag, rawText } from './built-page.ts';

/**
 * The policy for a page. Pagefind's WebAssembly needs `wasm-unsafe-eval`. Styles are open: Shiki writes style
 * attributes, and xterm.js makes style elements while it runs; neither can be named by hash. `connect-src 'self'` covers the WebSocket
 * of the same origin (CSP3, "match schemes").
 */
export function contentSecurityPolicy({ elements }: BuiltPage): string {
	const inline = elements.filter((element) => element.tagName === 'script' && attribute(element, 'src') === undefined);
	return [
		"default-src 'self'",
		"connect-src 'self'",
		"img-src 'self' data:",
		"object-src 'none'",
		"base-uri 'none'",
		"form-action 'none'",
		["script-src 'self' 'wasm-unsafe-eval'", ...new Set(inline.map(rawText).map(hash))].join(' '),
		"style-src 'self' 'unsafe-inline'",
	].join('; ');
}

/**
 * Writes the policy into the page, behind its charset, which must stand in the first 1024 bytes.
 *
 * @throws Error when the page names no charset
 */
export function withPolicy(page: BuiltPage): Edit {
	const charset = page.elements.find((element) => element.tagName === 'meta' && attribute(element, 'charset'));
	if (!charset) throw new Error('has no <meta charset> to put its policy behind');
	const policy = contentSecurityPolicy(page);
	return insertBehindTag(charset, `<meta http-equiv="content-security-policy" content="${policy}"/>`);
}

function hash(script: string): string {
	return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}
