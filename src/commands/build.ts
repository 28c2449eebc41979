// `npm run build`: the site as files that any host can serve. Without a companion, Run plays the recordings.
import { parseArgs } from 'node:util';
import { buildSite, type Place, siteFolder, siteIsFresh } from '../system/build-site.ts';
import { createProgress } from '../system/progress.mjs';
import { Refusal, tell } from '../system/refusal.mjs';

const usage = `Usage: npm run build [-- [options]]

  --base PATH  the site's folder on its host, such as /underbridge/ (default /)
  --site URL   the host, such as https://user.github.io: for the canonical addresses and the sitemap
  --help       show this`;

const progress = createProgress();
try {
	const { help, ...place } = readOptions(process.argv.slice(2));
	if (help) console.log(usage);
	else await build(place);
} catch (error) {
	process.exitCode = tell(error);
}

async function build(place: Place): Promise<void> {
	if (siteIsFresh(place)) progress.say('nothing has changed since the last build');
	else await progress.step('site', (detail) => buildSite(detail, place));
	const where = place.base === '/' ? '' : `, to be served as ${place.base}`;
	progress.say(`the site is in ${siteFolder}${where}`);
}

function readOptions(args: string[]): Place & { help: boolean } {
	const wrong = (clause: string) => new Refusal(`Wrong option: ${clause}; see npm run build -- --help.`, 2);
	try {
		const { base, site, help } = parseArgs({
			args,
			options: {
				base: { type: 'string', default: '/' },
				site: { type: 'string' },
				help: { type: 'boolean', default: false },
			},
		}).values;
		const folders = base.split('/').filter(Boolean);
		if (folders.some((name) => !/^[\w.~-]+$/.test(name) || /^\.+$/.test(name)))
			throw wrong(`--base needs a path such as /underbridge/, not "${base}"`);
		if (site !== undefined && !/^https?:$/.test(URL.parse(site)?.protocol ?? ''))
			throw wrong(`--site needs an address such as https://user.github.io, not "${site}"`);
		return { base: ['', ...folders, ''].join('/'), site, help };
	} catch (error) {
		throw error instanceof Refusal ? error : wrong((error as Error).message.split('.')[0]);
	}
}
