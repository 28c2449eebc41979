// A lab as its users see it: its network, its images, its programs, its end.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DockerLab } from '../../../src/lab/docker/docker-lab.ts';
import { instanceId } from '../../../src/lab/docker/labels.ts';
import { containerExists, docker, image, output, startLab, volumeExists, volumeOf } from './bench.ts';

describe('a fresh lab', () => {
	let lab: DockerLab;
	beforeAll(async () => {
		lab = await DockerLab.start(docker, { image, owner: instanceId() });
	});
	afterAll(() => lab.remove());

	test('shows exactly lo, eth0 and docker0', async () => {
		const links = (await output(lab, "ip -br link | awk '{ print $1, $2 }'")).split('\n');
		expect(links).toEqual(['lo UNKNOWN', expect.stringMatching(/^eth0@if\d+ UP$/), 'docker0 DOWN']);
		expect(await output(lab, 'ip -br -4 addr show docker0')).toMatch(/172\.17\.0\.1\/16$/);
		expect(await output(lab, 'ip -d link show eth0')).toMatch(/\bveth\b/);
	});

	test('has the firewall of a fresh Docker host', async () => {
		const rules = await output(lab, 'iptables -S; iptables -t nat -S');
		expect(rules).toMatch(/^-P FORWARD DROP$/m);
		expect(rules).toMatch(/^-A POSTROUTING -s 172\.17\.0\.0\/16 ! -o docker0 -j MASQUERADE$/m);
	});

	test('has its images already, and nothing else', async () => {
		const images = await output(lab, "docker images --all --format '{{.Repository}}:{{.Tag}}'");
		expect(images.split('\n').sort()).toEqual(['busybox:latest', 'debian:trixie-slim', 'web:lab']);
		expect(await output(lab, 'docker ps --all --quiet')).toBe('');
		expect(await output(lab, 'docker run --rm debian:trixie-slim cat /etc/os-release')).toMatch(/trixie/);
		expect(await output(lab, 'docker run --rm busybox echo from busybox')).toBe('from busybox');
	});

	test('has a web server that says whom it sees', async () => {
		const script = `
			docker run --detach --rm --name site web:lab >/dev/null
			curl --silent --retry 10 --retry-connrefused --retry-delay 1 172.17.0.2
			docker rm --force site >/dev/null`;
		expect(await output(lab, script)).toMatch(/^server=[0-9a-f]{12} client=172\.17\.0\.1$/);
	});

	test('is called lab, has a root and tells its first process', async () => {
		expect(await output(lab, 'hostname; id -u; cat /proc/1/comm; ls -a / | grep dockerenv')).toBe(
			'lab\n0\nlab-init\n.dockerenv',
		);
	});

	test.each([
		'brctl',
		'nft',
		'tcpdump',
		'jq',
		'ping',
		'conntrack',
		'nsenter',
		'column',
		'ethtool',
		'nc',
		'dig',
		'busybox',
	])('has %s', async (tool) => {
		expect(await output(lab, `command -v ${tool}`)).toMatch(/^\//);
	});

	test('has the outside world at hand, and goes back to its start', async () => {
		expect(await output(lab, 'lab-internet; curl --silent --max-time 2 198.51.100.2')).toBe(
			'server=internet client=198.51.100.1',
		);
		await lab.run('ip link add br9 type bridge; iptables -F; docker run --detach busybox sleep 60; lab-reset');
		expect(await output(lab, "ip -br link | awk '{ print $1 }' | sed s/@.*//")).toBe('lo\neth0\ndocker0');
		expect(await output(lab, 'docker ps --all --quiet')).toBe('');
		expect(await output(lab, 'iptables -S')).toMatch(/^-A FORWARD -j DOCKER-USER$/m);
	});
});

test('the images of a lab can be changed, saved, built upon and removed', async () => {
	const lab = await startLab();
	const { exit, output: printed } = await lab.run(`set -e
		docker run --name changed busybox sh -c 'echo new > /new; rm /etc/group'
		docker diff changed
		docker commit changed mine
		docker run --rm mine cat /new
		docker save mine --output /tmp/mine.tar
		docker export changed | tar --list > /dev/null
		docker rm changed
		docker rmi mine web:lab busybox
		docker load --input /tmp/mine.tar
		docker run --rm mine cat /new
		mkdir /tmp/context
		printf 'FROM debian:trixie-slim\\nRUN rm /etc/debian_version && touch /built\\n' > /tmp/context/Dockerfile
		DOCKER_BUILDKIT=0 docker build --tag built /tmp/context
		docker run --rm built ls /built`);
	for (const line of ['A /new', 'D /etc/group', 'Loaded image: mine:latest', '/built'])
		expect(printed.split('\n')).toContain(line);
	expect(exit).toBe(0);
});

test('ten labs of ten start and go', async ({ annotate }) => {
	const slowest = { start: 0, remove: 0 };
	for (let i = 0; i < 10; i++) {
		const begin = performance.now();
		const lab = await DockerLab.start(docker, { image, owner: instanceId() });
		const started = performance.now();
		await lab.remove();
		slowest.start = Math.max(slowest.start, started - begin);
		slowest.remove = Math.max(slowest.remove, performance.now() - started);
		expect(await containerExists(lab.id)).toBe(false);
	}
	await annotate(`the slowest started in ${slowest.start.toFixed(0)} ms, and went in ${slowest.remove.toFixed(0)} ms`);
});

describe('a program in a lab', () => {
	test('gets its input byte by byte, and gives back output, errors and status', async () => {
		const lab = await startLab();
		const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31) % 256));
		const program = await lab.spawn(['bash', '-c', 'cat; echo trouble >&2; exit 7']);
		program.stdin.end(bytes);
		const [back, errors] = await Promise.all([program.stdout.toArray(), program.stderr.toArray()]);
		expect(Buffer.concat(back).equals(bytes)).toBe(true);
		expect(Buffer.concat(errors).toString()).toBe('trouble\n');
		expect(await program.exit).toBe(7);
	});

	test('waits while nobody reads', async () => {
		const lab = await startLab();
		const program = await lab.spawn(['seq', '1', '1000000000']);
		program.stdout.once('data', () => program.stdout.pause());
		const position = () => output(lab, 'cat /proc/$(pgrep -x seq)/io | grep wchar');
		const waits = async () => {
			const before = await position();
			await delay(1000);
			return /^wchar: \d+$/.test(before) && (await position()) === before;
		};
		await expect.poll(waits, { timeout: 30_000 }).toBe(true);
		expect(program.stdout.readableLength).toBeLessThan(2 ** 20);
		program.end();
	});

	test('ends with its input when it is let go', async () => {
		const lab = await startLab();
		const program = await lab.spawn(['cat']);
		program.end();
		expect(await program.exit).toBe(0);
	});

	test('is stopped, with its children, when a script takes too long', async () => {
		const lab = await startLab();
		const { exit } = await lab.run('sleep 99 & sleep 99', { timeout: 500 });
		expect(exit).toBe(124);
		expect(await output(lab, 'pgrep -c -x sleep')).toBe('0');
	});

	test('may leave something running', async () => {
		const lab = await startLab();
		expect(await lab.run('sleep 30 & echo done')).toEqual({ exit: 0, output: 'done\n' });
	});

	test('may kill everything it sees: the engine is back within seconds', async () => {
		const lab = await startLab();
		await lab.run('kill -9 -1');
		const { output: printed } =
			await lab.run(`for i in $(seq 300); do docker info >/dev/null 2>&1 && break; sleep 0.1; done
			docker run --rm busybox echo alive`);
		expect(printed).toMatch(/alive/);
	});
});

describe('the end of a lab', () => {
	test('leaves no container and no volume, and may be asked for twice', async () => {
		const lab = await startLab();
		const volume = await volumeOf(lab.id);
		expect(await volumeExists(volume)).toBe(true);
		await lab.remove();
		await lab.remove();
		expect(await containerExists(lab.id)).toBe(false);
		expect(await volumeExists(volume)).toBe(false);
	});

	test('is told to whoever waits for it, when it comes by itself', async () => {
		const lab = await startLab();
		const program = await lab.spawn(['sleep', '99']);
		await docker.getContainer(lab.id).kill();
		await lab.gone;
		await expect(program.exit).rejects.toMatchObject({ code: 'process-lost', fault: 'condition' });
	});

	test('comes at once when a start is called off', async () => {
		const controller = new AbortController();
		const owner = `called-off-${Date.now().toString(36)}`;
		const start = DockerLab.start(docker, { image, owner }, controller.signal);
		setTimeout(() => controller.abort(), 250);
		await expect(start).rejects.toThrow(/abort/);
		const left = await docker.listContainers({ all: true, filters: { label: [`underbridge.owner=${owner}`] } });
		expect(left).toEqual([]);
	});
});
