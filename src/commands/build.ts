// `npm run build`: builds the site as files for any host. Without a companion, Run plays the recordings.
import { buildSite, type Hosting, siteFolder, siteIsFresh } from '../system/build-site.ts';
import { runCommand, wrongOption } from '../system/options.mjs';
import { createProgress } from '../system/progress.mjs';

const usage = `Usage: npm run build [-- [options]]

  --base PATH  the site's folder on its host, such as /underbridge/ (default /)
  --site URL   the host, such as https://user.github.io: for the canonical addresses and the sitemap
  --help       show this`;

const name = 'npm run build';
const options = { base: { type: 'string', default: '/' }, site: { type: 'string' } } as const;
const progress = createProgress();

process.exitCode = await runCommand({ name, usage, options }, async ({ base, site }) => {
	await build({ base: folderOf(base), site: hostOf(site) });
	return 0;
});

async function build(hosting: Hosting): Promise<void> {
	if (siteIsFresh(hosting)) progress.say('nothing has changed since the last build');
	else await progress.step('site', (detail) => buildSite(detail, hosting));
	const where = hosting.base === '/' ? '' : `, to be served as ${hosting.base}`;
	progress.say(`the site is in ${siteFolder}${where}`);
}

function folderOf(base: string): string {
	const folders = base.split('/').filter(Boolean);
	if (folders.some((folder) => !/^[\w.~-]+$/.test(folder) || /^\.+$/.test(folder)))
		throw wrongOption(name, `--base needs a path such as /underbridge/, not "${base}"`);
	return ['', ...folders, ''].join('/');
}

function hostOf(site: string | undefined): string | undefined {
	if (site !== undefined && !/^https?:$/.test(URL.parse(site)?.protocol ?? ''))
		throw wrongOption(name, `--site needs an address such as https://user.github.io, not "${site}"`);
	return site;
}
