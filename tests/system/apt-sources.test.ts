// Parses apt sources in both formats, and derives those for another release.
import { expect, test } from 'vitest';
import { type AptSource, parseSources, sourcesFor } from '../../src/system/apt-sources.ts';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const main = (uri: string, suite: string): AptSource => ({ uri, suite, components: ['main'] });

test('a deb822 file gives one source for every address and suite', () => {
	const text = `
# the mirror
Types: deb deb-src
URIs: http://mirror.example/debian
Suites: bookworm
 bookworm-updates
Components: main contrib
Signed-By: ${keyring}

Types: deb-src
URIs: http://mirror.example/sources
Suites: bookworm
Components: main

Enabled: no
Types: deb
URIs: http://mirror.example/off
Suites: bookworm
Components: main
`;
	expect(parseSources(text, 'deb822')).toEqual(
		['bookworm', 'bookworm-updates'].map((suite) => ({
			uri: 'http://mirror.example/debian',
			suite,
			components: ['main', 'contrib'],
			signedBy: keyring,
		})),
	);
});

test('a comment between the lines of a field does not end the field', () => {
	const text =
		'Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\n# and\n bookworm-updates\nComponents: main\n';
	expect(parseSources(text, 'deb822').map(({ suite }) => suite)).toEqual(['bookworm', 'bookworm-updates']);
});

test('a one-line file gives one source a line', () => {
	const text = `
deb http://mirror.example/debian bookworm main contrib # ours
deb-src http://mirror.example/debian bookworm main
# deb http://mirror.example/debian bookworm-backports main
deb [arch=amd64 signed-by=/etc/apt/keyrings/other.gpg] https://other.example/apt bookworm main
`;
	expect(parseSources(text, 'list')).toEqual([
		{ uri: 'http://mirror.example/debian', suite: 'bookworm', components: ['main', 'contrib'] },
		{
			uri: 'https://other.example/apt',
			suite: 'bookworm',
			components: ['main'],
			signedBy: '/etc/apt/keyrings/other.gpg',
		},
	]);
});

test('another release comes from the same mirrors, without third-party archives', () => {
	const sources = [
		{ ...main('https://other.example/apt', 'bookworm'), signedBy: '/etc/apt/keyrings/other.gpg' },
		{ ...main('http://mirror.example/debian', 'bookworm'), signedBy: keyring },
		main('http://mirror.example/debian', 'bookworm-updates'),
		main('http://mirror.example/security', 'bookworm-security'),
		{ uri: 'http://third.example', suite: 'bookworm', components: ['stable'] },
	];
	expect(sourcesFor(sources, 'bookworm', 'trixie')).toEqual([
		'deb http://mirror.example/debian trixie main',
		'deb http://mirror.example/debian trixie-updates main',
		'deb http://mirror.example/security trixie-security main',
	]);
	expect(sourcesFor(sources, 'bookworm', 'sid')).toEqual(['deb http://mirror.example/debian sid main']);
});

test('there are no sources on other systems, or with only third-party archives', () => {
	expect(sourcesFor([main('http://mirror.example/ubuntu', 'noble')], undefined, 'trixie')).toEqual([]);
	expect(sourcesFor([main('http://mirror.example/other', 'bookworm-extras')], 'bookworm', 'trixie')).toEqual([]);
});
