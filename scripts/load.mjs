// `npm run load`: dependencies, Node 24, then tests/load/load.ts.
import { createProgress } from './progress.mjs';
import { tell } from './refusal.mjs';
import { ensureDependencies, runWithNode24 } from './setup.mjs';

try {
	await ensureDependencies(createProgress());
	process.exitCode = await runWithNode24(['tests/load/load.ts', ...process.argv.slice(2)]);
} catch (error) {
	process.exitCode = tell(error);
}
