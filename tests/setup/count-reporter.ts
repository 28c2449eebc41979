// Counts all tests for the last line of `npm test`. Errors outside of a test and tests that did not end count as failed.
import type { Reporter, TestModule } from 'vitest/node';

export default class CountReporter implements Reporter {
	onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
		let passed = 0;
		let failed = unhandledErrors.length;
		for (const module of modules) {
			failed += module.errors().length;
			for (const suite of module.children.allSuites()) failed += suite.errors().length;
			for (const test of module.children.allTests()) {
				const { state } = test.result();
				if (state === 'passed') passed++;
				if (state === 'failed' || state === 'pending') failed++;
			}
		}
		process.send?.({ passed, failed });
	}
}
