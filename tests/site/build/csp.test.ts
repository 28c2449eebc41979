// The policy names every inline script of a page by its hash, and nothing else.
import { describe, expect, test } from 'vitest';
import { contentSecurityPolicy } from '../../../src/site/build/csp.ts';

// printf 'alert(1)' | openssl dgst -sha256 -binary | base64
const alertHash = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";

describe('the policy', () => {
	test('hashes inline scripts, whatever their attributes, each once', () => {
		const policy = contentSecurityPolicy('<script type="module">alert(1)</script><script>alert(1)</script>');
		expect(policy).toContain(`script-src 'self' 'wasm-unsafe-eval' ${alertHash};`);
	});

	test('gives scripts from files no hash', () => {
		expect(contentSecurityPolicy('<script type="module" src="/a.js"></script>')).not.toContain('sha256');
	});

	test('lets a page connect to its own origin only, and submit nowhere', () => {
		const policy = contentSecurityPolicy('');
		expect(policy).toContain("connect-src 'self'");
		expect(policy).toContain("form-action 'none'");
		expect(policy).not.toMatch(/\*|http:|ws:/);
	});
});
