// `npm start`: installs missing dependencies, finds Node 24, then runs src/commands/serve.ts. Needs only Node 20 and built-ins.
import { parseOptions, usage } from '../src/system/options.mjs';
import { createProgress } from '../src/system/progress.mjs';
import { reportError } from '../src/system/refusal.mjs';
import { ensureDependencies, runWithNode24 } from '../src/system/setup.mjs';

try {
	const args = process.argv.slice(2);
	if (parseOptions(args).help) {
		console.log(usage());
	} else {
		const began = Date.now();
		await ensureDependencies(createProgress({ began }));
		process.exitCode = await runWithNode24(['src/commands/serve.ts', ...args], {
			env: { UNDERBRIDGE_BEGAN: String(began) },
		});
	}
} catch (error) {
	process.exitCode = reportError(error);
}
