// `npm test`: installs missing dependencies, finds Node 24, then runs Vitest with the given arguments. Vitest's setup provides the
// engine, the images, the site and Chromium. The last line counts all tests: `N passed, N failed`.
import { createProgress } from '../src/system/progress.mjs';
import { reportError } from '../src/system/refusal.mjs';
import { ensureDependencies, runWithNode24 } from '../src/system/setup.mjs';

/** Without a message from the reporter, the run counts as one failed test. */
let counts = { passed: 0, failed: 1 };

try {
	await ensureDependencies(createProgress());
	const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)];
	process.exitCode = await runWithNode24(vitest, { onMessage: (message) => (counts = message) });
	if (process.exitCode !== 0 && counts.failed === 0) counts = { ...counts, failed: 1 };
} catch (error) {
	process.exitCode = reportError(error);
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
if (counts.failed > 0) process.exitCode ||= 1;
