// Two outputs that differ only by nature are the same once masked; what a page teaches is never masked.
import { expect, test } from 'vitest';
import { mask, maskedGist } from '../../src/transcript/mask.ts';

/** Each pair: the same thing, seen in two runs. */
const twins: [string, string, string][] = [
	['container ids', 'ca49403fe1d8', '4e4717b197a1'],
	['full ids', `"Id": "${'0a'.repeat(32)}"`, `"Id": "${'b7'.repeat(32)}"`],
	['bridges of networks', 'br-0123456789ab UP', 'br-ba9876543210 UP'],
	['bridge ids', 'docker0\t\t8000.0242a1b2c3d4\tno', 'docker0\t\t8000.024200112233\tno'],
	['bridge ids of ip', 'bridge_id 8000.2:42:cd:ae:de:da root', 'bridge_id 8000.2:42:33:2f:61:3a root'],
	['timers of bridges', 'gc_timer  299.48 fdb', 'gc_timer    9.62 fdb'],
	['seconds since 1970', 'at 1795718177', 'at 1795718179.916676201'],
	['cables', '7: veth0a1b2c3@if6: <UP>', '13: vethffeedd0@if12: <UP>'],
	['hardware addresses', 'link/ether 02:42:ac:11:00:02 brd', 'link/ether 6a:0f:11:22:33:44 brd'],
	['addresses made of them', 'inet6 fe80::42:acff:fe11:2/64', 'inet6 fe80::680f:11ff:fe22:3344/64'],
	['ages', 'c1   Up 3 seconds   x', 'c1   Up Less than a second   x'],
	['older ages', 'Up About a minute', 'Up 12 minutes'],
	['ping', 'seq=0 ttl=64 time=0.084 ms', 'seq=0 ttl=64 time=1.2 ms'],
	['the sum of a ping', 'round-trip min/avg/max = 0.084/0.115/0.271 ms', 'round-trip min/avg/max = 0.1/0.2/0.3 ms'],
	['dates', '2026-11-23T22:03:21.123456789Z', '2027-01-02T03:04:05.6Z'],
	['dates as date prints them', 'Mon Nov 23 22:03:21 UTC 2026', 'Sat Jan  2 03:04:05 UTC 2027'],
	['times of packets', '22:03:21.123456 IP 172.17.0.2 > 172.17.0.3', '03:04:05.000001 IP 172.17.0.2 > 172.17.0.3'],
	['random ports', '172.17.0.2.43210 > 172.17.0.3.80:', '172.17.0.2.60001 > 172.17.0.3.80:'],
	['sequence numbers', 'Flags [S], seq 123456789, win 64240', 'Flags [S], seq 3987654321, win 64240'],
	['speeds of apt', 'Fetched 16.9 MB in 1s (17.1 MB/s)', 'Fetched 16.9 MB in 12s (901 kB/s)'],
	['versions of packages', 'Unpacking libc6 (2.41-12) ...', 'Unpacking libc6 (2.41-12+deb13u1) ...'],
	['conversations', 'icmp     1 29\n  dst=a type=8 code=0 id=348', 'icmp     1 7\n  dst=a type=8 code=0 id=352'],
	['memory in use', 'memory : 561152 of 67108864 bytes', 'memory : 602112 of 67108864 bytes'],
	['how many files an image has', 'files  : 2886', 'files  : 2880'],
	['counters of rules', '    3   252 ACCEPT     all  --  *  docker0', '   12  1008 ACCEPT     all  --  *  docker0'],
	[
		'counters of chains',
		'Chain FORWARD (policy DROP 0 packets, 0 bytes)',
		'Chain FORWARD (policy DROP 9 packets, 540 bytes)',
	],
	['namespaces', "net -> 'net:[4026532718]'", "net -> 'net:[4026533331]'"],
	['processes', '"Pid": 812,', '"Pid": 12345,'],
	['processes in a table', '  PID CMD\n   12 sleep 9', '  PID CMD\n 3456 sleep 9'],
	['processes in a tree', 'lab-init(1)───sleep(491)', 'lab-init(1)───sleep(482)'],
	['processes as bash and pgrep name them', '[1] 425\n331 /usr/sbin/dockerd', '[1] 420\n305 /usr/sbin/dockerd'],
	['loads', 'load 6.86 5.58 4.39', 'load 7.80 6.45 4.89'],
	['ages of learned addresses', '  2\t02:42:ac:11:00:02\tno\t\t   0.21', '  2\t02:42:ac:11:00:02\tno\t\t   0.86'],
	['places in memory', 'libc.so.6 (0x00007fe431be0000)', 'libc.so.6 (0x00007fc4fe629000)'],
	['temporary names', 'cat /tmp/lab.Ab12Cd', 'cat /tmp/lab.xYz987'],
];

test.each(twins)('masks %s', (_, one, other) => {
	expect(mask(one)).toEqual(mask(other));
});

/** Each pair: a difference that a reader must see. */
const strangers: [string, string, string][] = [
	['addresses', '172.17.0.2/16', '172.17.0.3/16'],
	['states', 'docker0 UP', 'docker0 DOWN'],
	['published ports', '0.0.0.0:8080->80/tcp', '0.0.0.0:8081->80/tcp'],
	['what a packet meets', '3 252 ACCEPT all -- *', '3 252 DROP all -- *'],
	['lost packets', '3 packets received', '0 packets received'],
	['counts', '3', '4'],
	['limits', 'memory : 561152 of 67108864 bytes', 'memory : 561152 of 33554432 bytes'],
	['broadcast', 'ff:ff:ff:ff:ff:ff', '02:42:ac:11:00:02'],
	['numbers in a table of something else', 'NAME N\na 12', 'NAME N\na 13'],
];

test.each(strangers)('does not mask %s', (_, one, other) => {
	expect(mask(one)).not.toEqual(mask(other));
});

test('keeps the lines, and lets columns be as wide as they like', () => {
	expect(mask('NAMES   STATUS\nc1      Up\n')).toEqual(['NAMES STATUS', 'c1 Up', '']);
	expect(mask('NAMES STATUS\nc1    Up\n')).toEqual(mask('NAMES   STATUS\nc1      Up\n'));
});

test("of apt's work only that there was some is compared", () => {
	const one =
		'c1\nGet:1 http://a trixie InRelease [140 kB]\nGet:2 http://b main [9 kB]\nSummary:\n  Upgrading: 0, Installing: 1\nok';
	const other =
		'c1\nHit:1 http://a trixie InRelease\n1 package can be upgraded.\nFetched 1 B\nSummary:\n  Upgrading: 1, Installing: 1\nok';
	expect(maskedGist(one)).toEqual(maskedGist(other));
	expect(maskedGist(one)).toEqual(['c1', '‹apt›', 'Summary:', '‹apt›', 'ok']);
});
