// Private data does not get into a report.
import { expect, test } from 'vitest';
import { hider } from '../../../src/system/doctor/secrets.ts';

const hide = hider({
	project: '/data/ada/underbridge',
	home: '/home/ada',
	host: 'analytical',
	env: { GITHUB_TOKEN: 'ghp_0123456789', EDITOR: 'vim-of-ada', NPM_AUTH: 'x' },
});

test.each([
	['unix:///home/ada/.docker/run/docker.sock', 'unix://~/.docker/run/docker.sock'],
	['/data/ada/underbridge/src/x.ts', '<project>/src/x.ts'],
	['/home/adam/x', '/home/…/x'],
	['/Users/bob/x and C:\\Users\\bob\\x', '/Users/…/x and C:\\Users\\…\\x'],
	['tcp://ada:pw@build.example:2376: no such host', 'tcp://another-machine:2376: no such host'],
	['tcp://127.0.0.1:2375', 'tcp://127.0.0.1:2375'],
	['https://[::1]:2376', 'https://[::1]:2376'],
	['tcp://[fd00::1]:2376', 'tcp://another-machine:2376'],
	['ssh://ada@build.example', 'ssh://another-machine'],
	['connect to analytical failed', 'connect to this-machine failed'],
	['key ghp_0123456789 was refused', 'key *** was refused'],
])('%s is shown as %s', (text, shown) => {
	expect(hide(text)).toBe(shown);
});

test('a secret that is part of a longer word stays', () => {
	expect(hide('analytically, vim-of-ada, xylophone')).toBe('analytically, vim-of-ada, xylophone');
});

test('a home folder of / is not replaced by ~', () => {
	expect(hider({ home: '/', host: '', env: {} })('/usr/sbin/dockerd')).toBe('/usr/sbin/dockerd');
});
