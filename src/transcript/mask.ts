// Replaces what differs from run to run by its nature (ids, MAC addresses, times, counters) by its name, so that two outputs
// that mean the same are the same text.

/** Stands for a line of apt's progress; there may be any number of them. */
const APT = '‹apt›';
/** How such lines begin. */
const aptLines = [
	'(?:Get|Hit|Ign):\\d+ ',
	'Fetched ',
	'\\(?Reading (?:package|database|state)',
	'Building dependency',
	'All packages are',
	'\\d+ packages? can be',
	'(?:Selecting prev|Preparing to unpack|Unpacking )',
	'Setting up \\S+ \\(',
	'Processing triggers',
	' *Upgrading: \\d',
];

/** Applied in this order: a rule does not see what an earlier one has replaced. */
const rules: [RegExp, string][] = [
	// apt's progress: its length and the versions in it depend on the archive.
	[new RegExp(`^(?:${aptLines.join('|')}).*$`, 'gm'), APT],
	// Dates and times of day, as Go, ISO 8601, `date` and `docker inspect` write them.
	[/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z| ?[+-]\d\d:?\d\d)?(?: [A-Z]{3,4}\b)?/g, '‹time›'],
	[
		/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:[A-Z][a-z]{2} +\d+|\d+ +[A-Z][a-z]{2}) [\d: ]+(?:[AP]M )?\w* ?\d*/g,
		'‹time›',
	],
	// Seconds since 1970, in this decade and the next, as `date +%s` prints them.
	[/(?<![\d.])1[6-9]\d{8}(?:\.\d+)?(?![\d.])/g, '‹time›'],
	// A bridge's id and timers, as `ip -d link` prints them.
	[/\b([0-9a-f]{4})\.(?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2}\b/g, '$1.‹mac›'],
	[/\b(\w+_timer +)\d+\.\d\d\b/g, '$1‹span›'],
	// Hardware addresses, and the IPv6 addresses that the kernel derives from them; broadcast and all zeros stay.
	[/\b(?!ff:ff:ff:ff:ff:ff|00:00:00:00:00:00)(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/gi, '‹mac›'],
	[/\bfe80:(?::?[0-9a-f]{1,4}){1,4}/gi, 'fe80::‹mac›'],
	[/\bff02::1:ff[0-9a-f]{2}:[0-9a-f]{1,4}/gi, 'ff02::1:ff‹mac›'],
	[/\b\d\d:\d\d:\d\d(?:\.\d+)?\b|(?<= )\d\d:\d\d(?= )/g, '‹time›'],
	// Ids of containers, networks and images; names that are derived from them.
	[/\bsha256:[0-9a-f]{12,64}\b/g, '‹id›'],
	[/(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{12})(?![0-9a-f])/g, '‹id›'],
	[/\bveth[0-9a-f]{7,}\b/g, 'veth‹id›'],
	[/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/g, '‹id›'],
	[/(?<=[\s/"])[a-z]+_[a-z]+\d?(?=["\s]*$)/gm, '‹name›'],
	[/\/tmp\/[\w-]+\.\w{4,}/g, '/tmp/‹name›'],
	// Numbers of interfaces, namespaces and processes.
	[/^\d+: (?=\S+: )/gm, '‹n›: '],
	[/@if\d+/g, '@if‹n›'],
	[/\b(link-netnsid|ifindex|iflink|if_?index)(["=: ]+)\d+/g, '$1$2‹n›'],
	// The kernel counts the inodes of namespaces from 0xF0000000.
	[/\b402653\d{4}\b/g, '‹inode›'],
	[/\b([Pp]id|PID)("?[=: ]+)\d+/g, '$1$2‹pid›'],
	[/\/proc\/\d+/g, '/proc/‹pid›'],
	// Process ids in `pstree -p`, /proc/PID/status, bash's job messages and `pgrep -a`.
	[/(?<=\w)\(\d{2,}\)/g, '(‹pid›)'],
	[/^(NS\w*id:\s+)\d+/gm, '$1‹pid›'],
	[/^(\[\d+\]) \d+$/gm, '$1 ‹pid›'],
	[/^\d{2,}(?= \/)/gm, '‹pid›'],
	[/\b0x[0-9a-f]{8,}\b/g, '‹address›'],
	// How long something took, or how long ago it was.
	[/\b(?:About|Less than) an? (?:second|minute|hour)\b|\b\d+ (?:seconds?|minutes?|hours?|days?)\b/g, '‹span›'],
	[/\b\d+m\d+\.\d+s\b|(?:\b\d+(?:\.\d+)?\/)+\d+(?:\.\d+)? ms\b|\b\d+(?:\.\d+)? ?(?:ms|µs|us|ns|s|sec)\b/g, '‹span›'],
	[/(?<=\b(?:yes|no)\s+)\d+\.\d\d$/gm, '‹span›'],
	// Sizes, speeds, shares and counters.
	[/\b\d+(?:\.\d+)? ?[kKMG]?i?B\/s/g, '‹speed›'],
	[/\b\d+(?:\.\d+)? ?[kKMGT]i?B\b/g, '‹size›'],
	[/\b\d{4,}(?= of \d+ bytes)/g, '‹n›'],
	[/\b(files\s*: )\d+$/gm, '$1‹n›'],
	[/\b\d+(?:\.\d+)?%/g, '‹share›'],
	[/\b\d+\.\d\d,? \d+\.\d\d,? \d+\.\d\d\b/g, '‹load›'],
	[/\b\d+ packets, \d+ bytes/g, '‹n› packets, ‹n› bytes'],
	[/\bpackets \d+ bytes \d+/g, 'packets ‹n› bytes ‹n›'],
	[/^\s*\d+[KMG]?\s+\d+[KMG]?\s+(?=\S+\s+(?:all|tcp|udp|icmp|\d+)\s+--)/gm, '‹n› ‹n› '],
	// TCP's and tcpdump's counters, and ports and checksums that are random.
	[/\b(seq|ack) \d{4,}(?::\d+)?/g, '$1 ‹n›'],
	[/\bval \d+ ecr \d+/g, 'val ‹n› ecr ‹n›'],
	[/\bid \d+(?=,)/g, 'id ‹n›'],
	// The kernel's connection tracking: how much longer it keeps an entry.
	[/^((?:icmp|tcp|udp)\s+\d+ )\d+/gm, '$1‹span›'],
	[/(\bcode=\d+ id=)\d+/g, '$1‹n›'],
	[/\b(cksum|sum) 0x[0-9a-f]+/g, '$1 ‹n›'],
	[/(?<=[.:=])(?:3[2-9]|[45]\d|6[0-5])\d{3}(?=$|[\s,:>])/gm, '‹port›'],
	// The version of the machine's kernel.
	[/\b\d+\.\d+\.\d+-[\w.+~-]+/g, '‹kernel›'],
];

/**
 * Masks an output and its spacing: a column is as wide as what stands in it.
 * @param text the output as a terminal shows it, see screen-text.ts
 * @returns one line for each line of `text`
 */
export function mask(text: string): string[] {
	const masked = rules.reduce((rest, [what, name]) => rest.replace(what, name), maskProcesses(text));
	return masked.split('\n').map((line) => line.replaceAll(/\s+/g, ' ').trimEnd());
}

/** The masked lines of an output, with apt's progress as one line, however long it is. */
export function maskedGist(text: string): string[] {
	return mask(text).filter((line, index, all) => line !== APT || all[index - 1] !== APT);
}

/** Masks the numbers below the headings PID and PPID of a table (`ps`, `lsns`). */
function maskProcesses(text: string): string {
	let columns: number[] = [];
	return text
		.split('\n')
		.map((line) => {
			const words = line.trim().split(/\s+/);
			if (words.includes('PID')) {
				columns = words.flatMap((word, index) => (/^P?PID$/.test(word) ? index : []));
				return line;
			}
			if (words.length <= Math.max(...columns)) columns = [];
			let index = -1;
			return line.replaceAll(/\S+/g, (word) => {
				index += 1;
				return columns.includes(index) && /^\d+$/.test(word) ? '‹pid›' : word;
			});
		})
		.join('\n');
}
