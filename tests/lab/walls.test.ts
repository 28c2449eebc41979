// What a lab must not be able to do, tried from inside as its root. SECURITY.md numbers the threats.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Lab } from '../../src/lab/lab.ts';
import { instanceId } from '../../src/lab/labels.ts';
import { docker, image, output, startLab } from './bench.ts';

const syscall = (call: string) => `perl -e '$buffer = "\\0" x 256; exit(syscall(${call}) < 0 ? 1 : 0)'`;

/** Numbers of amd64; on other machines these calls are other, harmless or refused ones. */
const calls = {
	bpf: '321, 0, $buffer, 128',
	'open_by_handle_at (T40)': '304, 0, $buffer, 0',
	perf_event_open: '298, $buffer, 0, -1, -1, 0',
	io_uring_setup: '425, 4, $buffer',
	userfaultfd: '323, 0',
	'a socket of the kernel crypto': '41, 38, 5, 0',
	'a socket to the hypervisor': '41, 40, 1, 0',
	kexec_load: '246, 0, 0, 0, 0',
	init_module: '175, 0, 0, 0',
	reboot: '169, 0xfee1dead, 672274793, 0, 0',
};

const attempts: Record<string, string> = {
	'make a block device (T37)': 'mknod /tmp/disk b 254 0',
	'make one in a privileged container (T37)': 'docker run --rm --privileged busybox mknod /disk b 254 0',
	'find a release_agent (T38)': 'find /sys/fs/cgroup -name release_agent | grep .',
	'find one in a cgroup tree of its own (T38)':
		'mkdir /tmp/tree && { mount -t cgroup -o memory none /tmp/tree || mount -t cgroup2 none /tmp/tree; } && ls /tmp/tree/release_agent',
	'set core_pattern (T39)': "echo '|/tmp/x' > /proc/sys/kernel/core_pattern",
	'allow itself devices (T41)': 'echo a > /sys/fs/cgroup/devices/devices.allow',
	'raise its memory limit (T42)':
		'cd /sys/fs/cgroup; echo 99999999999 > "$(ls memory/memory.limit_in_bytes memory.max 2>/dev/null | head -n 1)"',
	'raise its process limit (T42)':
		'cd /sys/fs/cgroup; echo 99999 > "$(ls pids/pids.max pids.max 2>/dev/null | head -n 1)"',
	'raise its share of the processors (T42)':
		'cd /sys/fs/cgroup; echo 999999 > "$(ls cpu/cpu.cfs_quota_us cpu.max 2>/dev/null | head -n 1)"',
	'let its files grow (T42)': 'mount -o remount,size=20g /tmp || mount -o remount,size=20g /var/lib/docker',
	'press the magic key (T43)': 'echo h > /proc/sysrq-trigger',
	'drop the machine’s caches (T43)': 'echo 3 > /proc/sys/vm/drop_caches',
	'set where hotplug events go (T43)': 'echo /tmp/x > /sys/kernel/uevent_helper',
	'mount debugfs (T44)': 'mount -t debugfs none /mnt',
	'mount tracefs (T44)': 'mount -t tracefs none /mnt',
	'mount the machine’s devices (T44)': 'mount -t devtmpfs none /mnt',
	'write to the shared layers':
		'mount -o remount,rw /usr/local/lib/underbridge/layers; touch /usr/local/lib/underbridge/layers/x',
	'see the supervisor’s files':
		'ls /lab || ls /proc/1/root/lab || docker run --rm --privileged --pid host -v /:/host busybox ls /host/lab',
	'read the kernel’s log': 'dmesg',
	'set the clock': 'date --set 2001-01-01',
	'spare itself from the memory killer': 'echo -1000 > /proc/self/oom_score_adj',
};

describe('the root of a lab cannot', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await Lab.start(docker, { image, owner: instanceId() });
	});
	afterAll(() => lab.remove());

	test.each(Object.entries(attempts))('%s', async (_name, attempt) => {
		expect((await lab.run(attempt)).exit).not.toBe(0);
	});

	test.runIf(process.arch === 'x64').each(Object.entries(calls))('call the kernel for %s', async (_name, call) => {
		expect((await lab.run(syscall(call))).exit).toBe(1);
	});

	test('be the machine’s root: its ids are shifted, and its container is not privileged', async () => {
		expect((await output(lab, 'cat /proc/self/uid_map')).trim().split(/\s+/)).toEqual(['0', '1900000000', '65536']);
		const { HostConfig } = await docker.getContainer(lab.id).inspect();
		expect(HostConfig).toMatchObject({
			Privileged: false,
			ReadonlyRootfs: true,
			Binds: null,
			PidMode: '',
			IpcMode: 'private',
		});
		expect(HostConfig.CapAdd).toHaveLength(6);
	});

	test('reach the name servers’ link-local neighbours: metadata is refused at once (T48)', async () => {
		expect((await lab.run('curl --silent --max-time 2 169.254.169.254')).exit).toBe(7);
	});
});

describe('the network of a lab', () => {
	test('is closed towards the machine’s own services (T46)', async () => {
		const lab = await startLab();
		const server = createServer((_request, response) => response.end('private')).listen(0, '0.0.0.0');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		const addresses = Object.values(networkInterfaces()).flatMap(
			(list) => list?.filter(({ family }) => family === 'IPv4') ?? [],
		);
		for (const { address } of addresses) {
			expect(await (await fetch(`http://${address}:${port}`)).text(), 'the service is there').toBe('private');
			const { output: seen } = await lab.run(`curl --silent --max-time 2 ${address}:${port}`);
			expect(seen, `from the lab to ${address}`).toBe('');
		}
		server.close();
	});

	test('is closed towards other labs (T47)', async () => {
		const [one, other] = [await startLab(), await startLab()];
		await other.run('busybox httpd -p 0.0.0.0:8000 -h /srv/www');
		const { NetworkSettings } = await docker.getContainer(other.id).inspect();
		const address = NetworkSettings.Networks.bridge?.IPAddress;
		expect(await output(other, 'curl --silent 127.0.0.1:8000')).toMatch(/^server=/);
		expect((await one.run(`ping -c 1 -W 1 ${address}`)).exit).not.toBe(0);
		expect((await one.run(`curl --silent --max-time 2 ${address}:8000`)).exit).not.toBe(0);
	});
});

describe('a lab against itself', () => {
	test('survives a fork bomb, and can still be removed (T31)', async () => {
		const lab = await startLab();
		const bomb = lab.run('bomb() { bomb | bomb & }; bomb; sleep 3', { timeout: 6000 });
		await bomb;
		const begin = performance.now();
		await lab.remove();
		expect(performance.now() - begin).toBeLessThan(5000);
	});

	test('survives a memory bomb: the program dies, the lab goes on (T32)', async () => {
		const lab = await startLab({ memory: 512 * 2 ** 20 });
		const { exit } = await lab.run('perl -e \'$all .= "x" x 1e7 while 1\'');
		expect(exit).toBe(137);
		const { output: printed } =
			await lab.run(`for i in $(seq 50); do docker info >/dev/null 2>&1 && break; sleep 0.1; done
			docker run --rm busybox echo alive`);
		expect(printed).toMatch(/alive/);
	});

	test('cannot fill more disk than it was given (T33)', async () => {
		const lab = await startLab({ data: 64 * 2 ** 20 });
		const { output: printed } = await lab.run('head -c 100M /dev/zero > /root/full; rm /root/full; echo room again');
		expect(printed).toMatch(/No space left.*\nroom again/);
	});
});
