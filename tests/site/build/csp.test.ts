// The policy lists every inline script of a page by hash, and no other script.
import { describe, expect, test } from 'vitest';
import { applyEdits, readBuiltPage } from '../../../src/site/build/built-page.ts';
import { contentSecurityPolicy, withPolicy } from '../../../src/site/build/csp.ts';

// printf 'alert(1)' | openssl dgst -sha256 -binary | base64
const alertHash = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";

const policyOf = (html: string) => contentSecurityPolicy(readBuiltPage(html));

describe('the policy', () => {
	test('hashes inline scripts, whatever their attributes, each once', () => {
		const policy = policyOf('<script type="module">alert(1)</script><script data-a="b > c">alert(1)</script>');
		expect(policy).toContain(`script-src 'self' 'wasm-unsafe-eval' ${alertHash};`);
	});

	test('gives scripts from files no hash', () => {
		expect(policyOf('<script type="module" src="/a.js"></script>')).not.toContain('sha256');
		expect(policyOf('<script src=/a.js ></script>')).not.toContain('sha256');
	});

	test('takes what only looks like a script for what it is', () => {
		expect(policyOf('<!-- <script>alert(1)</script> --><p title="<script>alert(1)</script>"></p>')).not.toContain(
			'sha',
		);
	});

	test('lets a page connect to its own origin only, and submit nowhere', () => {
		const policy = policyOf('');
		expect(policy).toContain("connect-src 'self'");
		expect(policy).toContain("form-action 'none'");
		expect(policy).not.toMatch(/\*|http:|ws:/);
	});

	test('stands behind the charset, before anything that could do harm', () => {
		const html = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"/><script>alert(1)</script></head>';
		expect(applyEdits(html, [withPolicy(readBuiltPage(html))])).toMatch(
			/^<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"\/><meta http-equiv="content-security-policy" content="[^"]*"\/><script>/,
		);
	});

	test('is missed on a page that does not name its charset', () => {
		expect(() => withPolicy(readBuiltPage('<p>x</p>'))).toThrow('no <meta charset>');
	});
});
