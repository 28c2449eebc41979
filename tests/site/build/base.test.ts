// Links from the site's root, where the site lies below its host's root.
import { expect, test } from 'vitest';
import { withBase } from '../../../src/site/build/base.ts';

test.each([
	['<a href="/docker0/#a">x</a>', '<a href="/underbridge/docker0/#a">x</a>'],
	['<a class="b" href="/">x</a>', '<a class="b" href="/underbridge/">x</a>'],
	['<img alt="c" src="/c.png"/>', '<img alt="c" src="/underbridge/c.png"/>'],
	['<link rel="icon" href="/i.svg"/>', '<link rel="icon" href="/underbridge/i.svg"/>'],
	[
		'<video poster="/p.png" src="/v.mp4"></video>',
		'<video poster="/underbridge/p.png" src="/underbridge/v.mp4"></video>',
	],
	['<svg><a href="/veth/"></a></svg>', '<svg><a href="/underbridge/veth/"></a></svg>'],
	['<a href="/underbridges/">x</a>', '<a href="/underbridge/underbridges/">x</a>'],
])('%s gets the base', (html, right) => {
	expect(withBase(html, '/underbridge/')).toBe(right);
	expect(withBase(html, '/underbridge')).toBe(right);
	expect(withBase(right, '/underbridge/')).toBe(right);
});

test.each([
	'<a href="https://docs.docker.com/">x</a>',
	'<a href="//docs.docker.com/">x</a>',
	'<a href="#part">x</a>',
	'<a href="/underbridge/docker0/">x</a>',
	'<code>href="/docker0/"</code>',
	'<button data-code="curl /docker0/">x</button>',
])('%s stays as it is', (html) => {
	expect(withBase(html, '/underbridge/')).toBe(html);
});
