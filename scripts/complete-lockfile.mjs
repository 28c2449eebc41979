// Adds optional packages of other platforms to package-lock.json, if the registry that npm used
// did not offer them. Without them `npm ci` refuses the lockfile. Run it after every change of
// dependencies: `node scripts/complete-lockfile.mjs`.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
/** @type {Record<string, string>} */
const systems = {
	darwin: 'darwin',
	win32: 'win32',
	windows: 'win32',
	win: 'win32',
	linux: 'linux',
	android: 'android',
	freebsd: 'freebsd',
};
const processors = ['arm64', 'x64', 'ia32', 'arm', 'riscv64', 'ppc64', 's390x', 'wasm32'];

/**
 * The platform in a package's name: { os: ['darwin'], cpu: ['arm64'] } for `@pagefind/darwin-arm64`.
 *
 * @param {string} name
 */
function platform(name) {
	const words = name.slice(name.indexOf('/') + 1).split('-');
	const os = words.map((word) => systems[word]).find(Boolean);
	const cpu = words.find((word) => processors.includes(word));
	const libc = words.includes('musl') ? 'musl' : words.includes('gnu') ? 'glibc' : undefined;
	return { ...(os && { os: [os] }), ...(cpu && { cpu: [cpu] }), ...(libc && { libc: [libc] }) };
}

const added = [];
for (const entry of Object.values(lock.packages)) {
	for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
		const path = `node_modules/${name}`;
		if (lock.packages[path]) continue;
		lock.packages[path] = { version: version.replace(/^[^\d]*/, ''), optional: true, ...platform(name) };
		added.push(name);
	}
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length ? `added ${added.length}: ${added.join(', ')}` : 'nothing to add');
