// `npm start`: dependencies, Node 24, then serve.ts. Runs on any Node from 20 with built-ins only, since nothing is installed yet.
import { parseOptions, usage } from '../src/system/options.mjs';
import { createProgress } from '../src/system/progress.mjs';
import { tell } from '../src/system/refusal.mjs';
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
	process.exitCode = tell(error);
}
