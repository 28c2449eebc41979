// A process that starts a lab and then waits: `life.test.ts` kills it.

import { DockerLab } from '../../../src/lab/docker/docker-lab.ts';
import { connect } from '../../../src/lab/docker/engine/address.ts';
import { instanceId } from '../../../src/lab/docker/labels.ts';

const [url = '', image = ''] = process.argv.slice(2);
const lab = await DockerLab.start(connect({ url }), { image, owner: instanceId() });
console.log(JSON.stringify({ owner: instanceId(), id: lab.id }));
