// A companion in its own process, with limits of the test's choice: `clock.test.ts` shifts its clock and stops it. Takes its options
// as JSON, and prints each new link to the door.
import { startCompanion } from '../../src/companion/companion.ts';
import { connect } from '../../src/lab/docker/engine/address.ts';
import { dockerLabs } from '../../src/lab/docker/source.ts';

const { engineUrl, image, ...options } = JSON.parse(process.argv[2] ?? '');
const onLink = (link: string) => console.log(link);
const companion = await startCompanion({
	...options,
	labs: dockerLabs({ docker: connect({ url: engineUrl }), image }),
	port: 0,
	onLink,
});
process.once('SIGTERM', () => companion.close().then(() => process.exit()));
onLink(companion.link);
