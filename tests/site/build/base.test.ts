// Links from the site's root, when the host serves the site below its own root.
import { expect, test } from 'vitest';
import { withBase } from '../../../src/site/build/base.ts';
import { applyEdits, readBuiltPage } from '../../../src/site/build/built-page.ts';

const based = (html: string, base: string) => applyEdits(html, withBase(readBuiltPage(html), base));

test.each([
	['<a href="/docker0/#a">x</a>', '<a href="/underbridge/docker0/#a">x</a>'],
	['<a class="b" href="/">x</a>', '<a class="b" href="/underbridge/">x</a>'],
	["<a href='/veth/'>x</a>", '<a href="/underbridge/veth/">x</a>'],
	['<a href=/veth/>x</a>', '<a href="/underbridge/veth/">x</a>'],
	['<a title="a > b" href="/veth/">x</a>', '<a title="a > b" href="/underbridge/veth/">x</a>'],
	['<a href="/veth/?a=1&amp;b=2">x</a>', '<a href="/underbridge/veth/?a=1&amp;b=2">x</a>'],
	['<img alt="c" src="/c.png"/>', '<img alt="c" src="/underbridge/c.png"/>'],
	['<link rel="icon" href="/i.svg"/>', '<link rel="icon" href="/underbridge/i.svg"/>'],
	[
		'<video poster="/p.png" src="/v.mp4"></video>',
		'<video poster="/underbridge/p.png" src="/underbridge/v.mp4"></video>',
	],
	['<svg><a href="/veth/"></a></svg>', '<svg><a href="/underbridge/veth/"></a></svg>'],
	['<template><a href="/veth/">x</a></template>', '<template><a href="/underbridge/veth/">x</a></template>'],
	['<a href="/underbridges/">x</a>', '<a href="/underbridge/underbridges/">x</a>'],
])('%s gets the base', (html, right) => {
	expect(based(html, '/underbridge/')).toBe(right);
	expect(based(html, '/underbridge')).toBe(right);
	expect(based(right, '/underbridge/')).toBe(right);
	expect(based(html, '/')).toBe(html);
});

test.each([
	'<a href="https://docs.docker.com/">x</a>',
	'<a href="//docs.docker.com/">x</a>',
	'<a href="#part">x</a>',
	'<a href="/underbridge/docker0/">x</a>',
	'<code>href="/docker0/"</code>',
	'<!-- <a href="/docker0/"> -->',
	'<script>"<a href=\'/docker0/\'>"</script>',
	'<button data-code="curl /docker0/">x</button>',
])('%s stays as it is', (html) => {
	expect(based(html, '/underbridge/')).toBe(html);
});
