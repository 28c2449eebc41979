// `npm run doctor`: prints facts about this machine in Markdown for a bug report, and whether labs can run. It installs and starts
// nothing, and works without the dependencies.
import type { EngineFindings } from '../system/doctor/engine.ts';
import { machineProbes } from '../system/doctor/machine.ts';
import { projectProbes } from '../system/doctor/project.ts';
import { examine, markdown } from '../system/doctor/report.ts';
import { hider } from '../system/doctor/secrets.ts';
import { runCommand } from '../system/options.mjs';

const usage = `Usage: npm run doctor [-- --help]

Prints what it finds on this machine, to be pasted into a bug report, and whether labs can run: the status is 0 then, else 1.`;

/** Timeout of each probe of machine and project; in ms. */
const PATIENCE = 5000;

process.exitCode = await runCommand({ name: 'npm run doctor', usage, options: {} }, report);
// A hanging engine keeps connections open, and with them this process.
process.exit();

async function report(): Promise<number> {
	const [around, { facts, obstacle }] = await Promise.all([
		examine([...machineProbes, ...projectProbes], PATIENCE),
		engines(),
	]);
	const hide = hider();
	console.log(`\n${markdown([...around, ...facts], hide)}\n`);
	console.log(obstacle ? hide(`Labs cannot run: ${obstacle}`) : 'Labs can run.');
	return obstacle ? 1 : 0;
}

async function engines(): Promise<EngineFindings> {
	const asking = await import('../system/doctor/engine.ts').catch((error) => {
		if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
		return undefined;
	});
	if (asking) return asking.examineEngines();
	const missing = 'the dependencies are not installed, so no engine was asked; npm start installs them.';
	return { facts: [['engine', 'not asked']], obstacle: missing };
}
