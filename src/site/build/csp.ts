// The Content Security Policy of each built page, as a meta element. It allows only our own files and the inline scripts of the
// build, listed by hash. The companion adds the directives that work only in a header.
import { createHash } from 'node:crypto';
import { attribute, type BuiltPage, type Edit, insertBehindTag, rawText } from './built-page.ts';

/**
 * The policy for a page. Pagefind's WebAssembly needs `wasm-unsafe-eval`. All inline styles are allowed: Shiki writes style
 * attributes, xterm.js creates style elements at runtime, and neither can be listed by hash. `connect-src 'self'` covers the
 * WebSocket of the same origin (CSP3, "match schemes").
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
 * Inserts the policy after the page's charset, which must be within the first 1024 bytes.
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
