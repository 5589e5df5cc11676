import type { BrokerAddress } from '../../cameras/mqtt/client.js';
import type { Clock } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import { Pictures } from '../home-assistant/pictures.js';
import { Topics } from '../home-assistant/topics.js';
import { type Finding, fine, worry } from './finding.js';

const CHECK = 'Home Assistant';
const ADVICE =
  'Check PETCAM_HOME_ASSISTANT_MQTT_URL, PETCAM_HOME_ASSISTANT_USERNAME and PETCAM_HOME_ASSISTANT_PASSWORD_FILE, and the rights that docs/HOME-ASSISTANT.md names.';

/** Finding on Home Assistant's broker: it takes the hub and passes its pictures, or why not. `address` throws when a secret is missing. */
export async function checkHomeAssistant(address: () => BrokerAddress, clock: Clock): Promise<Finding> {
  try {
    // A root of its own, so that a hub that runs meanwhile hears nothing of it.
    const pictures = new Pictures({
      address: address(),
      topics: new Topics('doctor'),
      store: { image: () => null },
      clock,
    });
    await pictures.prove();
    const [issue] = pictures.issues();
    if (!issue) return fine(CHECK, 'its broker passes the largest photo there and back');
    return worry(CHECK, issue.text, 'Then restart the hub.');
  } catch (error) {
    return worry(CHECK, messageOf(error), ADVICE);
  }
}
