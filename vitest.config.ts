// Kinds of tests: those of plain functions; and those against the real engine and the real browser, those that attack them, and
// those that break and burden them, one file after the other because they measure and share one machine.
import { defineConfig } from 'vitest/config';
import { textSections } from './src/site/build/text-sections.ts';

const plain = [
	'tests/{client,languages,protocol,site,snippets,telemetry,transcript}/**/*.test.ts',
	'tests/authoring/scan.test.ts',
	'tests/authoring/check/code/*.test.ts',
	'tests/lab/shell/marks.test.ts',
	'tests/session/*.test.ts',
	'tests/system/**/*.test.ts',
	'tests/{dependencies,docs,github}.test.ts',
];

/** What attacks a started product. */
const attack = ['tests/attack/*.test.ts', 'tests/lab/docker/life.test.ts'];

/** What breaks and burdens it; `npm run faults` runs these. */
const faults = ['tests/{faults,load}/*.test.ts'];

const real = {
	globalSetup: ['tests/setup/engine.ts', 'tests/setup/chromium.ts'],
	testTimeout: 120_000,
	hookTimeout: 120_000,
	// What comes in its own time is waited for: a second, as Vitest has it, is little on a busy machine.
	expect: { poll: { timeout: 15_000 } },
	// A machine of CI is shared: what fails twice there has failed.
	retry: process.env.CI ? 1 : 0,
};

const reporters = ['default', './tests/setup/count-reporter.ts'];
if (process.env.npm_lifecycle_event === 'attack') reporters.push('./tests/attack/table-reporter.ts');

export default defineConfig({
	plugins: [textSections()],
	test: {
		reporters,
		fileParallelism: false,
		projects: [
			// Properties are held for thousands of inputs: on a busy machine that takes longer than Vitest's five seconds.
			{ test: { name: 'plain', include: plain, testTimeout: 30_000, sequence: { groupOrder: 0 } } },
			{
				test: {
					name: 'real',
					include: ['tests/**/*.test.ts'],
					exclude: [...plain, ...attack, ...faults],
					...real,
					sequence: { groupOrder: 1 },
				},
			},
			{ test: { name: 'attack', include: attack, ...real, sequence: { groupOrder: 2 } } },
			{ test: { name: 'faults', include: faults, ...real, sequence: { groupOrder: 3 } } },
		],
	},
});
