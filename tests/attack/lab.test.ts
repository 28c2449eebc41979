// T31 to T50: what a lab must not be able to do to itself, the machine and its neighbours, attempted inside as its root.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DockerLab } from '../../src/lab/docker/docker-lab.ts';
import { instanceId } from '../../src/lab/docker/labels.ts';
import { containerExists, docker, image, openShell, output, outside, startLab } from '../lab/docker/bench.ts';

let lab: DockerLab;
beforeAll(async () => {
	lab = await DockerLab.start(docker, { image, owner: instanceId() });
});
afterAll(() => lab?.remove());

const ENGINE_BACK =
	'for i in $(seq 300); do docker info >/dev/null 2>&1 && break; sleep 0.1; done; docker run --rm busybox echo alive';

/** The attempts by threat; each script must fail. */
const attempts: Record<string, Record<string, string>> = {
	'T37 the machine’s disks': {
		'a block device made': 'mknod /tmp/disk b 254 0',
		'one made in a privileged container': 'docker run --rm --privileged busybox mknod /disk b 254 0',
		'one found in a devtmpfs': 'mount -t devtmpfs none /mnt',
	},
	'T38 release_agent': {
		'one found': 'find /sys/fs/cgroup -name release_agent | grep .',
		'one in a cgroup tree of its own':
			'mkdir /tmp/tree && { mount -t cgroup -o memory none /tmp/tree || mount -t cgroup2 none /tmp/tree; } && ls /tmp/tree/release_agent',
		'one in a cgroup tree of a privileged container':
			"docker run --rm --privileged --cgroupns host busybox sh -c 'mkdir /t; mount -t cgroup -o rdma none /t && echo /x > /t/release_agent'",
	},
	'T39 core_pattern': {
		written: "echo '|/tmp/x' > /proc/sys/kernel/core_pattern",
		'written in a privileged container':
			'docker run --rm --privileged --pid host busybox sh -c "echo \'|/x\' > /proc/sys/kernel/core_pattern"',
		'another program of the kernel’s, modprobe': 'echo /tmp/x > /proc/sys/kernel/modprobe',
		'another, for hotplug events': 'echo /tmp/x > /sys/kernel/uevent_helper',
	},
	'T41 devices of its own cgroup': {
		'all allowed': 'echo a > /sys/fs/cgroup/devices/devices.allow',
	},
	'T42 its own limits raised': {
		memory:
			'cd /sys/fs/cgroup; echo 99999999999 > "$(ls memory/memory.limit_in_bytes memory.max 2>/dev/null | head -n 1)"',
		processes: 'cd /sys/fs/cgroup; echo 99999 > "$(ls pids/pids.max pids.max 2>/dev/null | head -n 1)"',
		processors: 'cd /sys/fs/cgroup; echo 999999 > "$(ls cpu/cpu.cfs_quota_us cpu.max 2>/dev/null | head -n 1)"',
		disk: 'mount -o remount,size=20g /tmp || mount -o remount,size=20g /var/lib/docker',
		'its place when memory is short': 'echo -1000 > /proc/self/oom_score_adj',
	},
	'T43 the machine’s settings': {
		'the magic key': 'echo h > /proc/sysrq-trigger',
		'the caches': 'echo 3 > /proc/sys/vm/drop_caches',
		'the clock': 'date --set 2001-01-01',
		interrupts: 'for f in /proc/irq/*/smp_affinity; do echo 1 > "$f" && exit 0; done; exit 1',
	},
	'T44 the kernel’s insides': {
		debugfs: 'mount -t debugfs none /mnt',
		tracefs: 'mount -t tracefs none /mnt',
		securityfs: 'mount -t securityfs none /mnt',
		'its log': 'dmesg',
		'its memory': 'head -c 1 /proc/kcore || head -c 1 /dev/mem',
		'the supervisor’s files':
			'ls /lab || ls /proc/1/root/lab || docker run --rm --privileged --pid host -v /:/host busybox ls /host/lab',
		'the layers that all labs share':
			'mount -o remount,rw /usr/local/lib/underbridge/layers; touch /usr/local/lib/underbridge/layers/x',
	},
};

describe.each(Object.entries(attempts))('%s', (_threat, ways) => {
	test.for(Object.entries(ways))('%s', async ([, attempt], { annotate }) => {
		const { exit, output } = await lab.run(attempt);
		const why = /[^:\n]*(?:not permitted|denied|not exist|No such|Read-only|Invalid|failed|cannot)[^:\n]*$/m.exec(
			output,
		);
		await annotate(why?.[0].trim() ?? `exit status ${exit}`);
		expect(exit).not.toBe(0);
	});
});

/** System calls by their numbers on amd64; on other architectures the same numbers are other calls. */
const calls: Record<string, Record<string, string>> = {
	'T40 files by handle': { open_by_handle_at: '304, 0, $buffer, 0' },
	'T44 the kernel’s insides': {
		bpf: '321, 0, $buffer, 128',
		perf_event_open: '298, $buffer, 0, -1, -1, 0',
		init_module: '175, 0, 0, 0',
		kexec_load: '246, 0, 0, 0, 0',
		reboot: '169, 0xfee1dead, 672274793, 0, 0',
	},
	'T45 calls that were holes before': {
		io_uring_setup: '425, 4, $buffer',
		userfaultfd: '323, 0',
		'the kernel’s crypto socket': '41, 38, 5, 0',
		'the hypervisor’s socket': '41, 40, 1, 0',
	},
};

describe.runIf(process.arch === 'x64').each(Object.entries(calls))('%s', (_threat, some) => {
	test.each(Object.entries(some))('%s', async (_name, call) => {
		const script = `perl -e '$buffer = "\\0" x 256; exit(syscall(${call}) < 0 ? 1 : 0)'`;
		expect((await lab.run(script)).exit).toBe(1);
	});
});

describe('T43 the machine’s settings', () => {
	/** Adds one to each setting that the lab's root can change, and prints its name. */
	const raise = `while read -r file; do
		value=; { read -r value < "$file"; } 2>/dev/null; [[ $value =~ ^[0-9]{1,9}$ ]] || continue
		{ echo $((value + 1)) > "$file"; } 2>/dev/null && read -r now < "$file" && [ "$now" = $((value + 1)) ] && echo "$file"
	done 2>/dev/null; true`;
	/**
	 * All settings except those repeated for each network interface, and except nf_hooks_lwtunnel: Linux lets the root of any user
	 * namespace turn it on for the whole machine, and nobody turn it off (found by this test; see SECURITY.md).
	 */
	const settings =
		"find /proc/sys -type f -perm /222 ! -path '*/conf/[!a]*' ! -path '*/neigh/[!d]*' ! -name nf_hooks_lwtunnel";
	/** Settings that change whenever a process starts. */
	const restless = /ns_last_pid/;

	test('each one that can be changed is the lab’s own', async ({ annotate }) => {
		const other = await startLab();
		const victim = await startLab();
		const read = async (files: string[]) => (await output(other, `grep -s . ${files.join(' ')}`)).split('\n');
		const all = (await output(other, settings)).split('\n');
		const before = new Set(await read(all));
		const machineBefore = new Map(all.map((file) => [file, ofMachine(file)]));
		const changed = (await output(victim, `${settings} | ${raise}`)).split('\n').filter((file) => !restless.test(file));
		expect(changed.length).toBeGreaterThan(50);
		const common = changed.filter((file) => all.includes(file));
		expect(
			(await read(common)).filter((line) => !before.has(line)),
			'of another lab',
		).toEqual([]);
		expect(
			common.filter((file) => ofMachine(file) !== machineBefore.get(file)),
			'of the machine',
		).toEqual([]);
		const kinds = new Set(
			changed.map((file) =>
				file
					.split('/')
					.slice(3, file.includes('/net/') ? 4 : 5)
					.join('/'),
			),
		);
		await annotate(`${changed.length} changed, all its own: ${[...kinds].sort().join(' ')}`);
		// Of these, namespaces have their own: network, limits of a user namespace, System V and POSIX messages, pids.
		const own = /^\/proc\/sys\/(net|user|fs\/mqueue)\/|^\/proc\/sys\/kernel\/(msg|sem|shm|auto_msgmni|pid_max)/;
		expect(changed.filter((file) => !own.test(file))).toEqual([]);
	});

	test('those that SECURITY.md names are changed, or not, in the lab alone', async ({ annotate }) => {
		const other = await startLab();
		const victim = await startLab();
		const outcomes: string[] = [];
		for (const name of ['kernel/pid_max', 'user/max_user_namespaces', 'net/core/somaxconn', 'net/ipv4/ip_forward']) {
			const file = `/proc/sys/${name}`;
			const before = await output(other, `cat ${file}`);
			const machineBefore = ofMachine(file);
			const wanted = String(Number(before) > 1 ? Number(before) - 1 : 1 - Number(before));
			const { exit } = await victim.run(`echo ${wanted} > ${file}`);
			expect(await output(victim, `cat ${file}`), name).toBe(exit === 0 ? wanted : before);
			expect(await output(other, `cat ${file}`), `${name} of another lab`).toBe(before);
			expect(ofMachine(file), `${name} of the machine`).toBe(machineBefore);
			outcomes.push(`${name} ${exit === 0 ? 'its own' : 'refused'}`);
		}
		await annotate(outcomes.join(', '));
	});

	test('a format of programs that it registers is the lab’s own', async ({ annotate }) => {
		const other = await startLab();
		const mount = 'mkdir -p /tmp/formats; mount -t binfmt_misc none /tmp/formats';
		// Before Linux 6.7 it cannot be mounted at all.
		const { exit } = await lab.run(`${mount} && echo ':attack:E::attack::/bin/true:' > /tmp/formats/register`);
		await annotate(exit === 0 ? 'registered, its own' : 'refused');
		expect((await other.run(`${mount} && ls /tmp/formats/attack`)).exit).not.toBe(0);
		expect(
			(
				await other.run(
					'touch /tmp/x.attack; chmod +x /tmp/x.attack; echo exit 5 > /tmp/x.attack; bash -c /tmp/x.attack',
				)
			).exit,
		).toBe(5);
	});
});

/** A setting on the machine that runs the tests, which is the engine's unless the engine is remote. */
function ofMachine(file: string): string {
	try {
		return readFileSync(file, 'latin1');
	} catch {
		return '';
	}
}

describe('T49 paths of the machine in a lab', () => {
	test('its root is nobody outside, its container has nothing of the machine', async ({ annotate }) => {
		const map = await outside(lab, 'cat "/proc/$(cat /run/lab-init.pid)/uid_map"');
		expect(map.trim().split(/\s+/)).toEqual(['0', '1900000000', '65536']);
		const { HostConfig, Mounts } = await docker.getContainer(lab.id).inspect();
		expect(HostConfig).toMatchObject({
			Privileged: false,
			ReadonlyRootfs: true,
			Binds: null,
			PidMode: '',
			IpcMode: 'private',
			Devices: null,
		});
		expect(HostConfig.CapAdd).toHaveLength(6);
		expect(Mounts.map(({ Type, Destination }) => [Type, Destination])).toEqual([['volume', '/lab/data']]);
		await annotate('no bind, six capabilities, one volume of its own');
	});

	test('the engine’s socket, found', async () => {
		const { exit } = await lab.run(
			'find / -xdev -name "*.sock" ! -path "/proc/*" 2>/dev/null | grep -v -e ^/run/ -e ^/var/run/',
		);
		expect(exit).not.toBe(0);
		expect(await output(lab, "docker info --format '{{.Name}}'"), 'the engine that it finds is its own').toBe('lab');
	});
});

test('T50 images of a reader: they stay in the lab', async () => {
	const made =
		'echo FROM busybox | docker build -q -t underbridge-attack:1 - && docker tag busybox underbridge-lab:attack';
	expect((await lab.run(made)).exit).toBe(0);
	const names = (await docker.listImages({ all: true })).flatMap(({ RepoTags }) => RepoTags ?? []);
	expect(names.filter((name) => name.includes('attack'))).toEqual([]);
	// The lab image's tag is a hash of its inputs.
	expect(image).toMatch(/^underbridge-lab:[0-9a-f]{12}$/);
});

test('T46 services of the machine: on every address that it has', async ({ annotate }) => {
	const server = createServer((_request, response) => response.end('private')).listen(0, '0.0.0.0');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const interfaces = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
	const addresses = interfaces.flatMap(({ family, address }) => (family === 'IPv4' ? address : []));
	for (const address of addresses) {
		expect(await (await fetch(`http://${address}:${port}`)).text(), 'the service is there').toBe('private');
	}
	const gateway = await output(lab, "ip route show default | awk '{ print $3 }'");
	for (const name of [...addresses, gateway, 'host.docker.internal', 'gateway.docker.internal', '[::1]']) {
		const { output: seen } = await lab.run(`curl --silent --max-time 2 http://${name}:${port}`);
		expect(seen, `from the lab to ${name}`).toBe('');
	}
	await annotate(`closed on ${addresses.length} addresses, gateway and Docker’s names`);
	server.close();
});

test('T47 another lab: pinged, asked', async () => {
	const other = await startLab();
	await other.run('busybox httpd -p 0.0.0.0:8000 -h /srv/www');
	const { NetworkSettings } = await docker.getContainer(other.id).inspect();
	const address = NetworkSettings.Networks.bridge?.IPAddress;
	expect(await output(other, 'curl --silent 127.0.0.1:8000')).toMatch(/^server=/);
	expect((await lab.run(`ping -c 1 -W 1 ${address}`)).exit).not.toBe(0);
	expect((await lab.run(`curl --silent --max-time 2 ${address}:8000`)).exit).not.toBe(0);
});

test('T48 the cloud’s metadata: refused at once', async () => {
	expect((await lab.run('curl --silent --max-time 2 169.254.169.254')).exit).toBe(7);
});

test('T31 fork bomb: the lab can still be removed', async ({ annotate }) => {
	const bombed = await startLab();
	await bombed.run('bomb() { bomb | bomb & }; bomb; sleep 3', { timeout: 6000 });
	const begin = performance.now();
	await bombed.remove();
	await annotate(`removed in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
	expect(await containerExists(bombed.id)).toBe(false);
});

test('T32 memory bomb: the program dies, the lab goes on', async () => {
	const bombed = await startLab({ memory: 512 * 2 ** 20 });
	expect((await bombed.run('perl -e \'$all .= "x" x 1e7 while 1\'')).exit).toBe(137);
	expect(await output(bombed, ENGINE_BACK)).toMatch(/alive$/);
});

test('T33 full disk: there is an end to it, and a way back', async () => {
	const filled = await startLab({ data: 64 * 2 ** 20 });
	const printed = await output(filled, 'head -c 100M /dev/zero > /root/full; rm /root/full; echo room again');
	expect(printed).toMatch(/No space left.*\nroom again/);
});

test('T34 files without end: 4096 a process, and no way to more', async () => {
	expect(await output(lab, 'ulimit -Hn')).toBe('4096');
	expect((await lab.run('ulimit -n 5000')).exit).not.toBe(0);
	expect((await lab.run('docker run --rm --ulimit nofile=5000:5000 busybox true')).exit).not.toBe(0);
});

describe('T35 a lab that is turned against itself', () => {
	test.each([
		['all its processes killed', 'kill -9 -1'],
		['its engine killed', 'pkill -9 dockerd; pkill -9 containerd'],
		['its firewall emptied', 'iptables -F; iptables -t nat -F; nft flush ruleset; ip link del docker0; pkill dockerd'],
	])('%s: its engine comes back', async (_name, harm) => {
		const harmed = await startLab();
		await harmed.run(harm).catch(() => {});
		expect(await output(harmed, ENGINE_BACK)).toMatch(/alive$/);
	});

	test('all its files removed: it can be replaced, and no other lab is harmed', async ({ annotate }) => {
		const harmed = await startLab();
		await harmed.run('rm -rf --no-preserve-root / 2>/dev/null');
		const begin = performance.now();
		await harmed.remove();
		const fresh = await startLab();
		await annotate(`replaced in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
		for (const whole of [lab, fresh]) expect(await output(whole, ENGINE_BACK)).toMatch(/alive$/);
	});
});

describe('T36 a run without end', () => {
	test('a script beyond its time ends with all its children', async () => {
		await lab.run('sleep 4321 & trap "" TERM; sleep 4321', { timeout: 1000 });
		expect(await output(lab, 'pgrep -fc "^sleep 4321"')).toBe('0');
	});

	test('a shell whose page is gone ends with all its children', async () => {
		const shell = await openShell(lab, { cols: 80, rows: 24 });
		shell.run('trap "" HUP; sleep 1234 & (trap "" INT; sleep 1234)', () => {}).catch(() => {});
		await expect.poll(() => output(lab, 'pgrep -fc "^sleep 1234"')).toBe('2');
		shell.close();
		await expect.poll(() => output(lab, 'pgrep -fc "^sleep 1234"'), { timeout: 5000 }).toBe('0');
	});
});
