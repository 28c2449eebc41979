// `npm run NAME`: dependencies, Node 24, then the command's program: src/commands/NAME.ts, or a program named by its path.
// The doctor looks at what is there, and installs nothing.
import { createProgress } from '../src/system/progress.mjs';
import { tell } from '../src/system/refusal.mjs';
import { ensureDependencies, runWithNode24 } from '../src/system/setup.mjs';

const [name = '', ...args] = process.argv.slice(2);

try {
	if (name !== 'doctor') await ensureDependencies(createProgress());
	process.exitCode = await runWithNode24([name.endsWith('.ts') ? name : `src/commands/${name}.ts`, ...args]);
} catch (error) {
	process.exitCode = tell(error);
}
