// Words of inline code stay on one line.
import { markdownToHtml } from 'satteri';
import { expect, test } from 'vitest';
import { keepParticles, keepWordsWhole } from '../../../src/site/blocks/whole-words.ts';

const html = (markdown: string) =>
	markdownToHtml(markdown, { hastPlugins: [keepWordsWhole, keepParticles] }).html.trim();

test('a word with a hyphen is kept whole', () => {
	expect(html('`ip -n red`')).toBe('<p><code>ip <span class="whole">-n</span> red</code></p>');
	expect(html('`DOCKER-USER`')).toBe('<p><code><span class="whole">DOCKER-USER</span></code></p>');
});

test.each([
	['a word without one', '`docker0`', '<p><code>docker0</code></p>'],
	[
		'a word that is too long for a phone',
		'`default-address-pools-x25`',
		'<p><code>default-address-pools-x25</code></p>',
	],
])('%s stays as it is', (_, markdown, right) => {
	expect(html(markdown)).toBe(right);
});

test('a block of code stays as it is', () => {
	expect(html('```\nls -l\n```')).not.toContain('whole');
});

test('a Korean particle stays with the bracket before it', () => {
	expect(html('**브리지**(bridge)라고 한다.')).toBe(
		'<p><strong>브리지</strong>(bridge<span class="whole">)라고</span> 한다.</p>',
	);
	expect(html('`ip(8)은`')).toBe('<p><code>ip(8)은</code></p>');
});
