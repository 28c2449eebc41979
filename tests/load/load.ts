// `npm run load`: measures how many readers this machine can serve, and how long they wait.
import { runCommand } from '../../src/system/options.mjs';
import { createProgress } from '../../src/system/progress.mjs';
import { onEngine } from './on-engine.ts';
import { type LoadReport, runReaders } from './readers.ts';

const usage = `Usage: npm run load [-- options]

  --readers N  so many run the chapter at the same time (default 8)
  --idle N     so many more have an open lab and read (default 0)
  --page P     the chapter (default docker0)
  --help       show this`;

const progress = createProgress();
const options = {
	readers: { type: 'string', default: '8' },
	idle: { type: 'string', default: '0' },
	page: { type: 'string', default: 'docker0' },
} as const;

const status = await runCommand({ name: 'npm run load', usage, options }, ({ readers, idle, page }) =>
	load(Number(readers), Number(idle), page),
);
process.exit(status);

async function load(readers: number, idle: number, page: string): Promise<number> {
	return onEngine(progress, async (prepared) => {
		const report = await progress.step(`${readers} readers and ${idle} open labs`, (onProgress) =>
			runReaders({ ...prepared, readers, idle, page, onProgress }),
		);
		console.log(table(report));
		return report.errors.length > 0 ? 1 : 0;
	});
}

function table(report: LoadReport): string {
	const ms = ({ p50, p95 }: LoadReport['lab']) => `${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)}`;
	const rows = {
		labs: report.labs,
		clicks: report.clicks,
		errors: report.errors.length,
		'first click, with a lab to start': ms(report.lab),
		'click to first byte': ms(report.firstByte),
		'memory of a lab': `${report.memory.p50.toFixed(0)} MiB, p95 ${report.memory.p95.toFixed(0)}`,
		'less free memory, by lab': `${report.freeMemory.toFixed(0)} MiB`,
		'memory of companion and readers': `${report.process.toFixed(0)} MiB`,
		'event loop late, p99': `${report.loopDelay.toFixed(1)} ms`,
		took: `${report.seconds.toFixed(0)} s`,
	};
	const lines = Object.entries(rows).map(([name, value]) => `${name.padEnd(34)}${value}`);
	return [...lines, ...report.errors].join('\n');
}
