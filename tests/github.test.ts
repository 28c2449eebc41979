// The GitHub Actions workflows, as far as they can be tested elsewhere: their scripts run here on logs of `npm run record`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, onTestFinished, test } from 'vitest';
import { root } from '../src/system/setup.mjs';

interface Step {
	name?: string;
	run?: string;
	uses?: string;
	env?: Record<string, string>;
}

interface Workflow {
	on: Record<string, unknown>;
	jobs: Record<string, { steps: Step[]; permissions?: Record<string, string> }>;
}

const folder = join(root, '.github/workflows');
const workflow = (name: string) => load(readFileSync(join(folder, `${name}.yml`), 'utf8')) as Workflow;
const steps = (name: string): Step[] => Object.values(workflow(name).jobs).flatMap(({ steps }) => steps);
const commands = (name: string): string =>
	steps(name)
		.flatMap(({ run }) => run ?? [])
		.join('\n');

test('a pull request is checked, tested, attacked and recorded', () => {
	expect(workflow('check').on).toHaveProperty('pull_request');
	expect(commands('check')).toMatch(/^npm run check$/m);
	expect(commands('check')).toMatch(/^npm test$/m);
	expect(commands('check')).toMatch(/^npm run attack 2>&1/m);
	expect(commands('check')).toMatch(/^npm run record 2>&1/m);
	expect(steps('check').map(({ uses }) => uses)).toContainEqual(expect.stringMatching(/^actions\/upload-artifact@/));
});

test('what is on main is deployed to Pages, wherever it lies there', () => {
	expect(workflow('deploy').on).toMatchObject({ push: { branches: ['main'] } });
	expect(commands('deploy')).toBe('npm run build -- --base "$BASE" --site "$SITE"');
	expect(workflow('deploy').jobs.deploy?.permissions).toEqual({ pages: 'write', 'id-token': 'write' });
});

test('every week all pages run with the newest Docker, and dependencies are looked up', () => {
	expect(workflow('weekly').on).toMatchObject({ schedule: [{ cron: expect.stringMatching(/^\d+ \d+ \* \* \d$/) }] });
	expect(commands('weekly')).toContain('npm run record -- --check');
	expect(commands('weekly')).toMatch(/^npm audit 2>&1/m);
	expect(workflow('weekly').jobs.record?.permissions).toMatchObject({ issues: 'write' });
});

test('every command that a workflow runs is one of ours', () => {
	const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	for (const name of readdirSync(folder).map((file) => file.replace(/\.yml$/, ''))) {
		for (const [, script = ''] of commands(name).matchAll(/npm run (\w+)/g)) expect(scripts).toHaveProperty(script);
	}
});

describe('after a run, the summary shows', () => {
	/** Runs the script of a step with this content of `record.log`. @returns the summary */
	function summary(name: string, step: string, log: string, change = (_: string) => {}): string {
		const place = mkdtempSync(join(tmpdir(), 'workflow-'));
		onTestFinished(() => rmSync(place, { recursive: true }));
		const git = (...args: string[]) =>
			execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], { cwd: place });
		mkdirSync(join(place, 'content/docs/a.recordings'), { recursive: true });
		writeFileSync(join(place, 'content/docs/a.recordings/a-1.cast'), 'old\n');
		git('init', '-q');
		git('add', '.');
		git('commit', '-qm', 'All');
		change(place);
		writeFileSync(join(place, 'record.log'), log);
		const script =
			steps(name)
				.find((each) => each.name === step)
				?.run?.replaceAll(/\$\{\{.*?\}\}/g, 'x') ?? 'false';
		execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
			cwd: place,
			env: { ...process.env, GITHUB_STEP_SUMMARY: join(place, 'summary.md'), RUN: 'https://x.example' },
		});
		return readFileSync(join(place, 'summary.md'), 'utf8');
	}

	const log =
		'[   0.1 s] engine: Docker 29.0.1 from DOCKER_HOST\n[   9.0 s] a#a-1: ok, changed: (0.1 s)\n    - old\n    + new\n';
	const fault =
		'content/docs/a.mdx:5: a-2: does not match: ^x\n    printed instead\n[   9.1 s] 1 pages: 1 fault, 1 changed recording\n';

	test('in a pull request, what is recorded anew', () => {
		const said = summary('check', 'Show what is recorded anew', log, (place) =>
			writeFileSync(join(place, 'content/docs/a.recordings/a-1.cast'), 'new\n'),
		);
		expect(said).toContain('a#a-1: ok, changed: (0.1 s)\n    - old\n    + new\n');
		expect(summary('check', 'Show what is recorded anew', '')).toContain('Every block prints what is recorded.');
	});

	test('every week, each fault with its place, the Docker that it came with, and the count', () => {
		const said = summary('weekly', 'Tell what was found', log + fault);
		expect(said).toContain('engine: Docker 29.0.1');
		expect(said).toContain(fault);
		expect(said).not.toContain('changed: ');
	});
});
