// `npm run clean`: lists what Underbridge has on this machine, with sizes, and removes it after confirmation.
import { ask, canAsk } from '../system/ask.ts';
import { type Group, type Item, survey } from '../system/clean.ts';
import { runCommand } from '../system/options.mjs';
import { causeOf } from '../telemetry/events.ts';

const usage = `Usage: npm run clean [-- [options]]

  --yes         remove it without asking
  --engine URL  look on this Docker engine instead of those that npm start would find
  --help        show this`;

const options = { yes: { type: 'boolean', default: false }, engine: { type: 'string' } } as const;

process.exitCode = await runCommand({ name: 'npm run clean', usage, options }, clean);
// A hanging engine keeps connections open, and with them this process.
process.exit();

/** @returns the exit status: 1 if something could not be removed */
async function clean({ yes, engine }: { yes: boolean; engine?: string }): Promise<number> {
	const found = await survey(engine);
	describe(found);
	if (found.every(({ items }) => items.every(({ kept }) => kept))) {
		console.log(found.length === 0 ? 'Nothing of Underbridge is on this machine.' : 'There is nothing to remove.');
		return 0;
	}
	if (!yes && !(await agreed())) return 0;
	// A companion may have been started while the question was open.
	const failures = await removeAll(await survey(engine));
	console.log(failures === 0 ? 'Removed.' : `${failures} could not be removed: see above.`);
	return failures === 0 ? 0 : 1;
}

function describe(groups: Group[]): void {
	for (const { place, items } of groups) {
		console.log(`${place}:`);
		for (const { name, size, kept } of items) {
			const facts = [name, size].filter(Boolean).join(', ');
			console.log(kept ? `  ${facts}: stays, ${kept}` : `  ${facts}`);
		}
	}
}

async function removeAll(groups: Group[]): Promise<number> {
	let failures = 0;
	for (const { items } of groups) {
		for (const item of items) if (!item.kept && !(await removed(item))) failures++;
	}
	return failures;
}

async function removed({ name, remove }: Item): Promise<boolean> {
	try {
		await remove();
		return true;
	} catch (error) {
		console.error(`${name} could not be removed: ${causeOf(error)}`);
		return false;
	}
}

async function agreed(): Promise<boolean> {
	if (!canAsk()) {
		console.log('Nothing was removed, since there is nobody to ask here: npm run clean -- --yes removes it.');
		return false;
	}
	const isYes = await ask('Remove it?', false);
	if (!isYes) console.log('Nothing was removed.');
	return isYes;
}
