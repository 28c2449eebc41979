// T43, T44 and T47: attacks that bypass a lab's isolation through something outside it: programs that enter the lab, the kernel's
// quotas for all labs together, and replies to a forged address.
import { describe, expect, test } from 'vitest';
import { docker, output, outside, startLab } from '../lab/docker/bench.ts';

/** The numbers of these system calls on this machine. */
const CALLS =
	process.arch === 'x64'
		? { inotify_init1: 294, add_key: 248, ptrace: 101 }
		: { inotify_init1: 26, add_key: 217, ptrace: 117 };

test('T44 the kernel’s insides: a program that enters the lab, taken hold of before it is the lab’s', async ({
	annotate,
}) => {
	const victim = await startLab();
	// Waits for the next process, and stops it at its first instruction (PTRACE_SEIZE, PTRACE_INTERRUPT).
	const catcher = `
		open(my $last, "<", "/proc/sys/kernel/ns_last_pid"); my $end = time + 10;
		while (time < $end) {
			seek($last, 0, 0); my $next = <$last> + 1;
			for (1 .. 2000) { last if syscall(${CALLS.ptrace}, 0x4206, $next, 0, 0) == 0 }
			open(my $status, "<", "/proc/$next/status") or next;
			syscall(${CALLS.ptrace}, 0x4207, $next, 0, 0); waitpid($next, 0x40000000);
			seek($status, 0, 0); my ($uid) = grep { /^Uid/ } <$status>;
			$caught{readlink("/proc/$next/exe") . " " . ($uid =~ /65534/ ? "of somebody outside" : "of the lab")}++ if $uid;
			syscall(${CALLS.ptrace}, 17, $next, 0, 0);
		}
		print "$_\n" for keys %caught;`;
	const attack = output(victim, `perl -e '${catcher}'`);
	const over = attack.then(() => true);
	while (!(await Promise.race([over, victim.run('true').then(() => false)])));
	const caught = (await attack).split('\n');
	await annotate(caught.find((line) => line.includes('nsenter')) ?? 'nothing caught');
	expect(caught.join()).toContain('/usr/bin/nsenter');
	expect(caught.filter((line) => line.endsWith('of somebody outside'))).toEqual([]);
});

describe('T43 the machine’s settings', () => {
	test('inotify instances, which the kernel counts for all labs, used up: another lab and the machine have theirs', async ({
		annotate,
	}) => {
		const [greedy, other] = [await startLab(), await startLab()];
		// A child keeps them open after it ends.
		const all = `perl -e '1 while syscall(${CALLS.inotify_init1}, 0) >= 0; exit if fork; sleep 600'`;
		const eight = `perl -e 'syscall(${CALLS.inotify_init1}, 0) >= 0 or exit 1 for 1 .. 8'`;
		await greedy.run(all);
		expect((await greedy.run(eight)).exit).toBe(1);
		expect((await other.run(eight)).exit).toBe(0);
		await greedy.run(`echo 99999 > /proc/sys/user/max_inotify_instances; ${all}`);
		expect((await greedy.run(eight)).exit, 'its own limit may be anything, the one around it holds').toBe(1);
		expect((await other.run(eight)).exit).toBe(0);
		await annotate('an eighth of what the machine’s root may have');
	});

	test('connections, which it remembers for all, without end: only so many leave the lab', async ({ annotate }) => {
		const greedy = await startLab();
		const send = 'send($s, "x", 0, pack_sockaddr_in(9, pack("C4", 8, 8, $_ >> 8, $_ & 255))) for 1 .. 20000';
		await greedy.run(`perl -MSocket -e 'socket(my $s, AF_INET, SOCK_DGRAM, 0); ${send}'`);
		expect(Number(await output(greedy, 'cat /proc/sys/net/netfilter/nf_conntrack_count'))).toBeGreaterThan(10_000);
		const left = Number(await outside(greedy, 'cat /proc/sys/net/netfilter/nf_conntrack_count'));
		expect(left).toBeGreaterThan(1000);
		expect(left).toBeLessThan(5000);
		await annotate(`${left} of 20000`);
	});

	test('keys, which it counts so as well: there are none that could be used up', async () => {
		const [greedy, other] = [await startLab(), await startLab()];
		const make = `perl -e 'for (1 .. 500) { my ($t, $d, $p) = ("user", "k$_", "x"); syscall(${CALLS.add_key}, $t, $d, $p, 1, -4) < 0 and exit 1 }'`;
		expect((await greedy.run(make)).exit).toBe(1);
		expect(await output(other, 'docker run --rm busybox echo alive')).toBe('alive');
	});
});

test('T47 another lab: asked in its own name, so that the refusal goes there', async () => {
	const other = await startLab();
	const { NetworkSettings } = await docker.getContainer(other.id).inspect();
	const address = NetworkSettings.Networks.bridge?.IPAddress;
	await outside(other, 'nft insert rule inet egress input iifname eth0 ip protocol icmp counter');
	const liar = await startLab();
	// Its own firewall would masquerade the packets with its own address.
	await liar.run(`iptables -t nat -F; ip addr add ${address}/32 dev lo
		for port in $(seq 20); do curl --silent --max-time 0.1 --interface ${address} 192.168.0.1:$port; done
		ping -c 5 -i 0.1 -W 1 -I ${address} 10.200.0.1`);
	expect(await outside(other, 'nft list chain inet egress input')).toMatch(/ counter packets 0 bytes 0\b/);
});
