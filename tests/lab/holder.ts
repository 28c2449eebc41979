// A process that starts a lab and then only lives: `life.test.ts` kills it.
import { connect } from '../../src/lab/engine/address.ts';
import { Lab } from '../../src/lab/lab.ts';
import { instanceId } from '../../src/lab/labels.ts';

const [url = '', image = ''] = process.argv.slice(2);
const lab = await Lab.start(connect({ url }), { image, owner: instanceId() });
console.log(JSON.stringify({ owner: instanceId(), id: lab.id }));
