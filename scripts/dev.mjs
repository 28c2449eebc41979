// `npm run dev`: installs missing dependencies, finds Node 24, then runs src/commands/dev.ts.
import { parseOptions, usage } from '../src/system/options.mjs';
import { createProgress } from '../src/system/progress.mjs';
import { reportError } from '../src/system/refusal.mjs';
import { ensureDependencies, runWithNode24 } from '../src/system/setup.mjs';

try {
	const args = process.argv.slice(2);
	if (parseOptions(args, 'npm run dev').help) {
		console.log(usage('npm run dev'));
	} else {
		const began = Date.now();
		await ensureDependencies(createProgress({ began }));
		process.exitCode = await runWithNode24(['src/commands/dev.ts', ...args], {
			env: {
				UNDERBRIDGE_BEGAN: String(began),
				ASTRO_TELEMETRY_DISABLED: '1',
				ASTRO_DISABLE_UPDATE_CHECK: 'true',
			},
		});
	}
} catch (error) {
	process.exitCode = reportError(error);
}
