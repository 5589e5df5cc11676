import { testBroker } from '../../cameras/mqtt/broker-check.js';
import type { BrokerAddress } from '../../cameras/mqtt/client.js';
import type { Clock } from '../../core/clock.js';
import type { Fault } from '../../core/errors.js';
import type { Confinement } from '../../imaging/vision/confinement.js';
import { readManifest, readModel } from '../../imaging/vision/manifest.js';
import type { Vision } from '../../imaging/vision/types.js';
import { type Finding, failure, fine, worry } from './finding.js';

/** Does an external broker pass what the hub needs? The embedded one does by construction. */
export async function checkBroker(address: BrokerAddress | null, clock: Clock): Promise<Finding> {
  if (address === null) return fine('MQTT broker', 'the embedded one');
  try {
    await testBroker(address, 'petcam-hub-doctor', clock);
    return fine('MQTT broker', 'passes the largest photo there and back');
  } catch (error) {
    const { message, hint } = error as Fault;
    return failure('MQTT broker', message, hint);
  }
}

/** Looks at every model's file and hash, and has the vision process open it. */
export async function checkModels(folder: string, vision: Pick<Vision, 'run'>): Promise<Finding> {
  try {
    const manifest = await readManifest(folder);
    for (const entry of manifest.models)
      await vision.run('checkModel', { bytes: await readModel(manifest, entry), entry });
    return fine('models', `${manifest.models.length} whole`);
  } catch (error) {
    const { message, hint } = error as Fault;
    return failure('models', message, hint);
  }
}

const AROUND = {
  socket: 'a service of its own',
  bubblewrap: 'a sandbox made by bubblewrap',
  'own-user': 'a user of its own',
  none: 'nothing around it',
};

/** Starts a vision process and has it try what it must not reach. */
export async function checkConfinement(confinement: Pick<Confinement, 'check'>): Promise<Finding> {
  try {
    const { by, reached } = await confinement.check(new AbortController().signal);
    if (reached.length === 0) return fine('vision process', `confined: ${AROUND[by]}`);
    return worry(
      'vision process',
      `not confined (${AROUND[by]}): it could reach ${reached.join(' and ')}`,
      'Install bubblewrap and allow user namespaces; docs/SECURITY.md says what it is for',
    );
  } catch (error) {
    const { message, hint } = error as Fault;
    return failure('vision process', message, hint);
  }
}
