// Two kinds of tests: those of plain functions, and those against the real engine and the real browser, one file after the other
// because they measure and share one machine.
import { defineConfig } from 'vitest/config';

const plain = ['tests/{protocol,site,snippets}/**/*.test.ts', 'tests/scripts/{apt-sources,options}.test.ts'];

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
					exclude: plain,
					globalSetup: ['tests/setup/engine.ts', 'tests/setup/chromium.ts'],
					testTimeout: 120_000,
					hookTimeout: 120_000,
					sequence: { groupOrder: 1 },
				},
			},
		],
	},
});
