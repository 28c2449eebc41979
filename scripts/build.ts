// `npm run build`: the site as files that any host can serve from its root. Without a companion, Run plays the recordings.
import { createProgress } from './progress.mjs';
import { tell } from './refusal.mjs';
import { buildSite, siteFolder, siteIsFresh } from './site.ts';

const progress = createProgress();
try {
	if (siteIsFresh()) progress.say('nothing has changed since the last build');
	else await progress.step('site', buildSite);
	progress.say(`the site is in ${siteFolder}`);
} catch (error) {
	process.exitCode = tell(error);
}
