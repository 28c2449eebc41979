// `npm run NAME`: installs missing dependencies, finds Node 24, then runs src/commands/NAME.ts, or a program given by its path.
// The doctor reports missing dependencies, so for it nothing is installed.
import { createProgress } from '../src/system/progress.mjs';
import { reportError } from '../src/system/refusal.mjs';
import { ensureDependencies, runWithNode24 } from '../src/system/setup.mjs';

const [name = '', ...args] = process.argv.slice(2);

try {
	if (name !== 'doctor') await ensureDependencies(createProgress());
	process.exitCode = await runWithNode24([name.endsWith('.ts') ? name : `src/commands/${name}.ts`, ...args]);
} catch (error) {
	process.exitCode = reportError(error);
}
