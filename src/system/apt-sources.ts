// Reads the machine's apt sources, so that a Debian base image comes from the mirror that this machine already uses.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One archive of a suite: `deb URI SUITE COMPONENT…`. */
export interface AptSource {
	uri: string;
	suite: string;
	components: string[];
	/** Path of the keyring, if the source names one. */
	signedBy?: string;
}

/** Parses a file of either format: `.sources` (deb822) or `.list` (one line per source). See `man 5 sources.list`. */
export function parseSources(text: string, format: 'deb822' | 'list'): AptSource[] {
	const bare = text.replace(/^\s*#.*$/gm, format === 'list' ? '' : '#');
	return format === 'list' ? bare.split('\n').flatMap(parseLine) : bare.split(/\n\s*\n/).flatMap(parseStanza);
}

function parseLine(line: string): AptSource[] {
	const match = /^\s*deb\s+(?:\[(?<options>[^\]]*)\]\s+)?(?<uri>\S+)\s+(?<suite>\S+)(?<components>[^#]*)/.exec(
		line,
	)?.groups;
	const { options = '', uri, suite, components = '' } = match ?? {};
	if (!uri || !suite) return [];
	const signedBy = /(?:^|\s)signed-by=(\S+)/i.exec(options)?.[1];
	return [{ uri, suite, components: words(components), ...(signedBy && { signedBy }) }];
}

function parseStanza(stanza: string): AptSource[] {
	const fields = new Map<string, string>();
	// Comments may occur between a field's lines. A line that begins with a blank continues the field.
	const unfolded = stanza.replace(/^#.*\n?/gm, '').replace(/\n[ \t]+/g, ' ');
	for (const [, name = '', value = ''] of unfolded.matchAll(/^([\w-]+):[ \t]*(.*)$/gm))
		fields.set(name.toLowerCase(), value.trim());
	const list = (name: string) => words(fields.get(name) ?? '');
	if (!list('types').includes('deb') || fields.get('enabled') === 'no') return [];
	const signedBy = fields.get('signed-by');
	return list('uris').flatMap((uri) =>
		list('suites').map((suite) => ({ uri, suite, components: list('components'), ...(signedBy && { signedBy }) })),
	);
}

/** The machine's sources, from /etc/apt. */
export function machineSources(folder = '/etc/apt'): AptSource[] {
	const parts = join(folder, 'sources.list.d');
	return [join(folder, 'sources.list'), ...names(parts).map((name) => join(parts, name))].flatMap((path) => {
		if (path.endsWith('.sources')) return parseSources(read(path), 'deb822');
		return path.endsWith('.list') ? parseSources(read(path), 'list') : [];
	});
}

/**
 * One-line sources for another release of Debian on the same mirrors.
 *
 * @param sources the machine's sources
 * @param machineRelease the machine's own release of Debian, such as `bookworm`; undefined on other systems
 * @param release the wanted release, such as `trixie`
 * @returns the main archive first; empty when no source is Debian's main archive
 */
export function sourcesFor(sources: AptSource[], machineRelease: string | undefined, release: string): string[] {
	if (!machineRelease) return [];
	const debian = sources.filter(
		({ components, signedBy }) => components.includes('main') && (!signedBy || signedBy.includes('debian-archive')),
	);
	const aliases = [machineRelease, release, 'stable', 'oldstable', 'testing'];
	// Unstable has no pockets: its updates go into the release itself.
	const pockets = release === 'sid' ? [''] : ['', '-updates', '-security'];
	const lines = pockets.flatMap((pocket) => {
		const source = debian.find(({ suite }) => aliases.some((alias) => suite === `${alias}${pocket}`));
		return source ? [`deb ${source.uri} ${release}${pocket} main`] : [];
	});
	return lines[0]?.includes(` ${release} `) ? lines : [];
}

function words(text: string): string[] {
	return text.split(/\s+/).filter(Boolean);
}

function names(folder: string): string[] {
	try {
		return readdirSync(folder).sort();
	} catch {
		// A machine without the folder has no sources there.
		return [];
	}
}

function read(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		// An unreadable file counts as empty.
		return '';
	}
}
