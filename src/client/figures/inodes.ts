// The identities of namespaces, read from what a listing of /proc/PID/ns says: lines such as `net -> net:[4026531840]`.

/** @returns The inode number of each kind that is listed, as text. */
export function inodesIn(said: string): Map<string, string> {
	return new Map([...said.matchAll(/(\w+) -> \1:\[(\d+)\]/g)].map(([, kind = '', inode = '']) => [kind, inode]));
}
