import { testBroker } from '../../cameras/mqtt/broker-check.js';
import type { BrokerAddress } from '../../cameras/mqtt/client.js';
import type { Clock } from '../../core/clock.js';
import type { Fault } from '../../core/errors.js';
import { openModel, readManifest } from '../../imaging/vision/manifest.js';
import { type Finding, failure, fine } from './finding.js';

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

/** Opens every model, as the vision process does: its file, its hash, its shape. */
export async function checkModels(folder: string): Promise<Finding> {
  try {
    const manifest = await readManifest(folder);
    for (const entry of manifest.models) await (await openModel(manifest, entry, 1)).release();
    return fine('models', `${manifest.models.length} whole`);
  } catch (error) {
    const { message, hint } = error as Fault;
    return failure('models', message, hint);
  }
}
