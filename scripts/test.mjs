// `npm test`: dependencies, Node 24, then Vitest, whose setup brings the engine, the images, the site and Chromium. Arguments are Vitest's.
// The last line always counts every test: `N passed, N failed`.
import { createProgress } from '../src/system/progress.mjs';
import { tell } from '../src/system/refusal.mjs';
import { ensureDependencies, runWithNode24 } from '../src/system/setup.mjs';

/** Until the reporter says otherwise, the run as a whole counts as one failed test. */
let counts = { passed: 0, failed: 1 };

try {
	await ensureDependencies(createProgress());
	const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)];
	process.exitCode = await runWithNode24(vitest, { onMessage: (message) => (counts = message) });
	if (process.exitCode !== 0 && counts.failed === 0) counts = { ...counts, failed: 1 };
} catch (error) {
	process.exitCode = tell(error);
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
if (counts.failed > 0) process.exitCode ||= 1;
