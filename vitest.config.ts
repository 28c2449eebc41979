// Two kinds of tests: those of plain functions, and those against the real engine and the real browser, one file after the other
// because they measure and share one machine.
import { defineConfig } from 'vitest/config';

const plain = [
	'tests/{protocol,site,snippets}/**/*.test.ts',
	'tests/scripts/{apt-sources,options}.test.ts',
	'tests/github.test.ts',
];

/** What attacks, breaks and burdens a started product: projects of their own, `attack` and `faults`. */
const onDemand = [
	'tests/attack/{code,door,neighbours,output,pages,parsing}.test.ts',
	'tests/attack/fuzz/**',
	'tests/faults/**',
	'tests/load/**',
];

const real = {
	globalSetup: ['tests/setup/engine.ts', 'tests/setup/chromium.ts'],
	testTimeout: 120_000,
	hookTimeout: 120_000,
	// A machine of CI is shared: what fails twice there has failed.
	retry: process.env.CI ? 1 : 0,
};

export default defineConfig({
	test: {
		reporters: ['default', './tests/setup/count-reporter.ts'],
		fileParallelism: false,
		projects: [
			{ test: { name: 'plain', include: plain, sequence: { groupOrder: 0 } } },
			{
				test: {
					name: 'real',
					include: ['tests/**/*.test.ts'],
					exclude: [...plain, ...onDemand],
					...real,
					sequence: { groupOrder: 1 },
				},
			},
			{ test: { name: 'attack', include: ['tests/attack/**/*.test.ts'], ...real, sequence: { groupOrder: 2 } } },
			{ test: { name: 'faults', include: ['tests/{faults,load}/*.test.ts'], ...real, sequence: { groupOrder: 3 } } },
		],
	},
});
